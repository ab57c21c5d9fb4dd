package org.tresnet4j.datasets.annotation;

import java.util.Objects;

/**
 * A kind of object as its file calls it.
 *
 * @param id the file's own number, any integer; COCO's run from 1 to 90 with gaps
 */
public record Category(int id, String name) {

    public Category {
        Objects.requireNonNull(name, "name");
    }
}
