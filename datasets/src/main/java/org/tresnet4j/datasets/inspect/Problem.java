package org.tresnet4j.datasets.inspect;

import static org.tresnet4j.datasets.inspect.Consequence.CLIPPED;
import static org.tresnet4j.datasets.inspect.Consequence.FAILS;
import static org.tresnet4j.datasets.inspect.Consequence.FAILS_UNLESS_SKIPPED;
import static org.tresnet4j.datasets.inspect.Consequence.LEFT_OUT;
import static org.tresnet4j.datasets.inspect.Consequence.NOTHING;

/** What can be wrong with a split, or worth knowing about it, the gravest first. */
public enum Problem {
    /** The annotation file cannot be read, is no JSON or no COCO. */
    ANNOTATION_FILE("unusable annotation files", FAILS),
    /** The file lists no categories. */
    NO_CATEGORIES("lists of categories that are empty", FAILS),
    /** No image can be used. */
    NO_IMAGES("splits without an image to use", FAILS),
    /** The names of the categories, or their order, are not those of the first split. */
    OTHER_CATEGORIES("splits with other categories than the first", FAILS),
    /** A record without a field that it needs, or with one of another type. */
    MALFORMED_RECORD("records of the wrong form", FAILS),
    /** Two categories have one id. */
    DUPLICATE_CATEGORY_ID("category ids that occur again", FAILS),
    /** Two images have one id. */
    DUPLICATE_IMAGE_ID("image ids that occur again", FAILS),
    /** Two annotations have one id. */
    DUPLICATE_ANNOTATION_ID("annotation ids that occur again", FAILS),
    /** An annotation is of an image that the file does not list. */
    UNKNOWN_IMAGE("annotations of an unknown image", FAILS),
    /** An annotation is of a category that the file does not list. */
    UNKNOWN_CATEGORY("annotations of an unknown category", FAILS),
    /** Neither the file nor the picture tells an image's size. */
    UNKNOWN_SIZE("images of unknown size", FAILS),
    /** There is no picture. */
    MISSING_PICTURE("pictures that are missing", FAILS_UNLESS_SKIPPED),
    /** The picture's file ends too early. */
    CUT_OFF_PICTURE("pictures that are cut off", FAILS_UNLESS_SKIPPED),
    /** The picture's file is none, or a damaged one. */
    UNREADABLE_PICTURE("pictures that cannot be decoded", FAILS_UNLESS_SKIPPED),
    /** The picture's size is not the one that its annotations are for. */
    OTHER_SIZE("pictures of another size than annotated", FAILS_UNLESS_SKIPPED),
    /** A box encloses nothing. */
    EMPTY_BOX("boxes without area", LEFT_OUT),
    /** A box is wholly outside of its picture. */
    OUTSIDE_BOX("boxes outside the picture", LEFT_OUT),
    /** A box is in part outside of its picture. */
    PARTLY_OUTSIDE_BOX("boxes partly outside the picture", CLIPPED),
    /** A picture is in an earlier split, too: what is measured on it is no proof. */
    IN_EARLIER_SPLIT("pictures that are in an earlier split, too", NOTHING),
    /** The annotation file does not say how large an image is; the picture does. */
    SIZE_FROM_PICTURE("images whose size only the picture tells", NOTHING),
    /** No annotation is of the image. */
    NO_ANNOTATIONS("images without annotations", NOTHING),
    /** An annotation is of several objects that were not told apart. */
    CROWD("crowd annotations", NOTHING);

    private final String plural;
    private final Consequence consequence;

    Problem(String plural, Consequence consequence) {
        this.plural = plural;
        this.consequence = consequence;
    }

    /** What there are so many of, e.g. {@code boxes without area}. */
    public String plural() {
        return plural;
    }

    public Consequence consequence() {
        return consequence;
    }
}
