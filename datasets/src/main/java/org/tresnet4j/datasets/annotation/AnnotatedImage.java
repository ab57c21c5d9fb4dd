package org.tresnet4j.datasets.annotation;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A picture file and the objects in it. The file need not exist: whoever decodes it finds out.
 *
 * @param id the image's id in the annotation file
 * @param width pixels, positive: the size the boxes are in
 * @param height pixels, positive
 * @param annotations in the order of the file; empty for a picture with nothing in it
 */
public record AnnotatedImage(long id, Path file, int width, int height, List<Annotation> annotations) {

    /**
     * @throws IllegalArgumentException if a side is not positive
     */
    public AnnotatedImage {
        Objects.requireNonNull(file, "file");
        annotations = List.copyOf(annotations);
        if (width <= 0 || height <= 0) {
            throw new IllegalArgumentException("Image " + id + " (" + file + ") has the size " + width + "x" + height);
        }
    }
}
