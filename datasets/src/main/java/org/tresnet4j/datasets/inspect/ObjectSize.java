package org.tresnet4j.datasets.inspect;

/** COCO's sizes of objects, by their area; an object on a limit is of the larger size. */
public enum ObjectSize {
    /** Below 32² square pixels. */
    SMALL,
    /** Below 96² square pixels. */
    MEDIUM,
    /** The others. */
    LARGE;

    /** pycocotools, {@code Params.setDetParams}. */
    private static final double SMALL_BELOW = 32 * 32;

    private static final double MEDIUM_BELOW = 96 * 96;

    /** @param area square pixels */
    static ObjectSize of(double area) {
        if (area < SMALL_BELOW) {
            return SMALL;
        }
        return area < MEDIUM_BELOW ? MEDIUM : LARGE;
    }
}
