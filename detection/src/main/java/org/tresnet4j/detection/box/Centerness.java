package org.tresnet4j.detection.box;

/** How central a location is in a box (FCOS, 1904.01355, section 3.3): √(min(l,r)/max(l,r) · min(t,b)/max(t,b)). */
public final class Centerness {

    private Centerness() {}

    /**
     * In [0,1]; 0 on the box's border and outside.
     *
     * @param boxes holds x1, y1, x2, y2 from an index on
     */
    public static double of(double x, double y, double[] boxes, int at) {
        double horizontal = ratio(x - boxes[at], boxes[at + 2] - x);
        double vertical = ratio(y - boxes[at + 1], boxes[at + 3] - y);
        return Math.sqrt(horizontal * vertical);
    }

    private static double ratio(double a, double b) {
        double smaller = Math.min(a, b);
        return smaller <= 0 ? 0 : smaller / Math.max(a, b);
    }
}
