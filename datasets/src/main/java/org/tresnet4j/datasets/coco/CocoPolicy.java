package org.tresnet4j.datasets.coco;

import java.util.Objects;

/**
 * What becomes of records that are legal but not always wanted. Whatever is dropped or changed is counted in the
 * {@link org.tresnet4j.datasets.annotation.IndexReport}. Boxes without area are always dropped.
 *
 * @param emptyImages images without an annotation, also those that lost them all to the rules below
 * @param crowds annotations with {@code iscrowd} 1
 * @param outOfImageBoxes boxes that leave the picture, in part or wholly
 * @param unknownReferences annotations whose image or category the file does not list
 */
public record CocoPolicy(
        EmptyImages emptyImages, Crowds crowds, OutOfImageBoxes outOfImageBoxes, UnknownReferences unknownReferences) {

    public enum EmptyImages {
        KEEP,
        DROP
    }

    public enum Crowds {
        KEEP,
        DROP
    }

    public enum OutOfImageBoxes {
        /** As the file has them, for an evaluation that must agree with pycocotools. */
        KEEP,
        /** Cut off at the edge; dropped if nothing is left. */
        CLIP,
        /** Dropped even if only a part is outside. */
        DROP
    }

    public enum UnknownReferences {
        FAIL,
        DROP
    }

    public CocoPolicy {
        Objects.requireNonNull(emptyImages, "emptyImages");
        Objects.requireNonNull(crowds, "crowds");
        Objects.requireNonNull(outOfImageBoxes, "outOfImageBoxes");
        Objects.requireNonNull(unknownReferences, "unknownReferences");
    }

    /** Everything is kept, boxes are clipped, unknown references fail. */
    public static CocoPolicy defaults() {
        return new CocoPolicy(EmptyImages.KEEP, Crowds.KEEP, OutOfImageBoxes.CLIP, UnknownReferences.FAIL);
    }

    public CocoPolicy withEmptyImages(EmptyImages choice) {
        return new CocoPolicy(choice, crowds, outOfImageBoxes, unknownReferences);
    }

    public CocoPolicy withCrowds(Crowds choice) {
        return new CocoPolicy(emptyImages, choice, outOfImageBoxes, unknownReferences);
    }

    public CocoPolicy withOutOfImageBoxes(OutOfImageBoxes choice) {
        return new CocoPolicy(emptyImages, crowds, choice, unknownReferences);
    }

    public CocoPolicy withUnknownReferences(UnknownReferences choice) {
        return new CocoPolicy(emptyImages, crowds, outOfImageBoxes, choice);
    }
}
