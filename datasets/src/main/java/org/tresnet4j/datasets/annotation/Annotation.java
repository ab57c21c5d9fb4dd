package org.tresnet4j.datasets.annotation;

import java.util.Objects;

/**
 * One object in a picture.
 *
 * @param id the annotation's id in its file; negative if the file gave none
 * @param classIndex from 0, see {@link LabelMap}; not the category id of the file
 * @param box where it is, in the pixels of the picture it belongs to
 * @param area square pixels of the object itself: for COCO that of its mask, so usually less than the box's
 * @param crowd whether the box covers a group of objects that were not told apart (COCO's {@code iscrowd})
 */
public record Annotation(long id, int classIndex, Box box, double area, boolean crowd) {

    public Annotation {
        Objects.requireNonNull(box, "box");
    }

    /** The same object in other pixels. */
    public Annotation movedTo(Box newBox, double newArea) {
        return new Annotation(id, classIndex, newBox, newArea, crowd);
    }
}
