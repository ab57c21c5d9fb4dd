package org.tresnet4j.datasets.coco;

import java.nio.file.Path;
import java.util.Objects;
import org.tresnet4j.datasets.annotation.AnnotationIndex;

/**
 * A named part of a data set.
 *
 * @param name e.g. {@code train}
 * @param annotations the COCO file
 * @param images the folder that its {@code file_name}s are relative to
 * @param policy how it is read for use
 */
public record CocoSplit(String name, Path annotations, Path images, CocoPolicy policy) {

    public CocoSplit {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(annotations, "annotations");
        Objects.requireNonNull(images, "images");
        Objects.requireNonNull(policy, "policy");
    }

    /**
     * Reads it for use.
     *
     * @throws CocoException as {@link CocoReader#read}
     */
    public AnnotationIndex read() {
        return new CocoReader(policy).read(annotations, images);
    }

    public CocoSplit withPolicy(CocoPolicy choice) {
        return new CocoSplit(name, annotations, images, choice);
    }
}
