package org.tresnet4j.datasets.transform;

import org.tresnet4j.datasets.annotation.Box;

/**
 * How points of one picture lie in another: x' = scaleX·x + shiftX, y' = scaleY·y + shiftY, in continuous pixels. The maps
 * of resizing, padding, cropping and mirroring; boxes stay boxes under them, and the inverse is exact up to rounding.
 *
 * @param scaleX not 0; negative mirrors
 * @param scaleY not 0; negative mirrors
 */
public record BoxMap(double scaleX, double shiftX, double scaleY, double shiftY) {

    /**
     * @throws IllegalArgumentException if a scale is 0 or a number is not finite
     */
    public BoxMap {
        boolean finite = Double.isFinite(scaleX)
                && Double.isFinite(shiftX)
                && Double.isFinite(scaleY)
                && Double.isFinite(shiftY);
        if (!finite || scaleX == 0 || scaleY == 0) {
            throw new IllegalArgumentException(
                    "No invertible map: x' = " + scaleX + "x + " + shiftX + ", y' = " + scaleY + "y + " + shiftY);
        }
    }

    public static BoxMap identity() {
        return new BoxMap(1, 0, 1, 0);
    }

    public static BoxMap scaling(double scaleX, double scaleY) {
        return new BoxMap(scaleX, 0, scaleY, 0);
    }

    public static BoxMap shifting(double shiftX, double shiftY) {
        return new BoxMap(1, shiftX, 1, shiftY);
    }

    /** Left for right in a picture of the given width. */
    public static BoxMap mirroring(double imageWidth) {
        return new BoxMap(-1, imageWidth, 1, 0);
    }

    /** Top for bottom in a picture of the given height. */
    public static BoxMap mirroringVertically(double imageHeight) {
        return new BoxMap(1, 0, -1, imageHeight);
    }

    /** This map, then the other. */
    public BoxMap then(BoxMap next) {
        return new BoxMap(
                next.scaleX * scaleX,
                next.scaleX * shiftX + next.shiftX,
                next.scaleY * scaleY,
                next.scaleY * shiftY + next.shiftY);
    }

    public BoxMap inverse() {
        return new BoxMap(1 / scaleX, -shiftX / scaleX, 1 / scaleY, -shiftY / scaleY);
    }

    public double x(double x) {
        return scaleX * x + shiftX;
    }

    public double y(double y) {
        return scaleY * y + shiftY;
    }

    /** The box of the mapped corners: x1 stays left of x2, mirrored or not. */
    public Box apply(Box box) {
        double xa = x(box.x1());
        double xb = x(box.x2());
        double ya = y(box.y1());
        double yb = y(box.y2());
        return new Box(scaleX > 0 ? xa : xb, scaleY > 0 ? ya : yb, scaleX > 0 ? xb : xa, scaleY > 0 ? yb : ya);
    }

    /** What a square pixel of the one is in square pixels of the other. */
    public double areaScale() {
        return Math.abs(scaleX * scaleY);
    }
}
