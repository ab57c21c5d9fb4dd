package org.tresnet4j.datasets.annotation;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A picture file and the objects in it. The file need not exist: whoever decodes it finds out.
 *
 * @param id the image's id in the annotation file
 * @param width pixels, positive: the size the boxes are in; 0 like the height where only the picture itself knows
 * @param height pixels, positive or 0 like the width
 * @param annotations in the order of the file; empty for a picture with nothing in it
 */
public record AnnotatedImage(long id, Path file, int width, int height, List<Annotation> annotations) {

    private static final Box NOWHERE = new Box(0, 0, 0, 0);

    /**
     * @throws IllegalArgumentException if a side is negative, or only one is 0
     */
    public AnnotatedImage {
        Objects.requireNonNull(file, "file");
        annotations = List.copyOf(annotations);
        if (width < 0 || height < 0 || (width == 0) != (height == 0)) {
            throw new IllegalArgumentException("Image " + id + " (" + file + ") has the size " + width + "x" + height);
        }
    }

    /** A picture of one class that has not been looked at yet: its size is not known, and its label has no place in it. */
    public static AnnotatedImage labelled(long id, Path file, int classIndex) {
        return new AnnotatedImage(id, file, 0, 0, List.of(new Annotation(id, classIndex, NOWHERE, 0, false)));
    }

    /** Whether the size is known without looking at the picture. */
    public boolean isMeasured() {
        return width > 0;
    }

    /**
     * This image once its picture has been seen: labels without a place are those of the whole picture.
     *
     * @param pictureWidth pixels
     * @param pictureHeight pixels
     */
    public AnnotatedImage measured(int pictureWidth, int pictureHeight) {
        if (isMeasured()) {
            return this;
        }
        Box whole = new Box(0, 0, pictureWidth, pictureHeight);
        List<Annotation> placed = annotations.stream()
                .map(a -> a.box().isEmpty() ? a.movedTo(whole, whole.area()) : a)
                .toList();
        return new AnnotatedImage(id, file, pictureWidth, pictureHeight, placed);
    }
}
