package org.tresnet4j.detection.postprocess;

import java.util.Objects;
import org.tresnet4j.datasets.annotation.Box;

/**
 * An object that was found.
 *
 * @param box in pixels
 * @param score in (0,1]
 * @param classIndex from 0; not the category id of a file
 */
public record Detection(Box box, double score, int classIndex) {

    public Detection {
        Objects.requireNonNull(box, "box");
    }
}
