package org.tresnet4j.datasets.annotation;

/**
 * An axis-aligned box in continuous pixels: the top left pixel of a picture covers [0,1]×[0,1], so a box over the whole
 * of a W×H picture is (0, 0, W, H) and width is x2 − x1, never "+1".
 *
 * @param x1 left edge
 * @param y1 top edge
 * @param x2 right edge; a box with x2 ≤ x1 is {@linkplain #isEmpty() empty}
 * @param y2 bottom edge; a box with y2 ≤ y1 is empty
 */
public record Box(double x1, double y1, double x2, double y2) {

    /**
     * @throws IllegalArgumentException if a coordinate is infinite or not a number
     */
    public Box {
        if (!Double.isFinite(x1) || !Double.isFinite(y1) || !Double.isFinite(x2) || !Double.isFinite(y2)) {
            throw new IllegalArgumentException(
                    "A box needs finite coordinates, not [" + x1 + ", " + y1 + ", " + x2 + ", " + y2 + "]");
        }
        // a file's -0.0 is 0.0: equal boxes shall be equal records
        x1 += 0.0;
        y1 += 0.0;
        x2 += 0.0;
        y2 += 0.0;
    }

    /** The box of COCO's form: top left corner, width and height. */
    public static Box fromXywh(double x, double y, double width, double height) {
        return new Box(x, y, x + width, y + height);
    }

    /** x2 − x1; negative for a box turned inside out. */
    public double width() {
        return x2 - x1;
    }

    /** y2 − y1; negative for a box turned inside out. */
    public double height() {
        return y2 - y1;
    }

    /** Square pixels; 0 for an empty box. */
    public double area() {
        return isEmpty() ? 0 : width() * height();
    }

    /** Whether the box encloses nothing. */
    public boolean isEmpty() {
        return x2 <= x1 || y2 <= y1;
    }

    /** What both boxes cover; empty if that is nothing. */
    public Box intersection(Box other) {
        return new Box(Math.max(x1, other.x1), Math.max(y1, other.y1), Math.min(x2, other.x2), Math.min(y2, other.y2));
    }

    /** Intersection over union, 0 to 1; 0 if either box is empty. */
    public double iou(Box other) {
        // two boxes turned inside out could have an intersection
        if (isEmpty() || other.isEmpty()) {
            return 0;
        }
        double shared = intersection(other).area();
        return shared / (area() + other.area() - shared);
    }

    /** The part of this box inside a picture of the given size; empty if there is none. */
    public Box clip(double imageWidth, double imageHeight) {
        return new Box(
                Math.min(Math.max(x1, 0), imageWidth),
                Math.min(Math.max(y1, 0), imageHeight),
                Math.min(Math.max(x2, 0), imageWidth),
                Math.min(Math.max(y2, 0), imageHeight));
    }
}
