package org.tresnet4j.datasets.annotation;

import java.util.List;
import java.util.Objects;

/**
 * A dataset without its pixels.
 *
 * @param images in the order of the file
 * @param labels what the annotations' class indices mean
 * @param report what was found, dropped and mended while reading
 */
public record AnnotationIndex(List<AnnotatedImage> images, LabelMap labels, IndexReport report) {

    public AnnotationIndex {
        images = List.copyOf(images);
        Objects.requireNonNull(labels, "labels");
        Objects.requireNonNull(report, "report");
    }

    /**
     * Of images with one label each.
     *
     * @param otherFiles that were left out for being no pictures
     */
    public static AnnotationIndex labelled(List<AnnotatedImage> images, LabelMap labels, int otherFiles) {
        return new AnnotationIndex(
                images, labels, new IndexReport(images.size(), images.size(), 0, 0, 0, 0, 0, 0, 0, 0, 0, otherFiles));
    }
}
