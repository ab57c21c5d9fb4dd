package org.tresnet4j.detection.box;

import org.tresnet4j.datasets.annotation.Box;

/** Intersection over union of boxes [x1,y1,x2,y2]. */
public final class Iou {

    private Iou() {}

    /** In [0,1]; 0 where both boxes are empty. */
    public static double of(Box a, Box b) {
        return of(a.x1(), a.y1(), a.x2(), a.y2(), b);
    }

    /** The same for a box by its sides. */
    public static double of(double x1, double y1, double x2, double y2, Box b) {
        double width = Math.min(x2, b.x2()) - Math.max(x1, b.x1());
        double height = Math.min(y2, b.y2()) - Math.max(y1, b.y1());
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double intersection = width * height;
        return intersection / ((x2 - x1) * (y2 - y1) + b.width() * b.height() - intersection);
    }
}
