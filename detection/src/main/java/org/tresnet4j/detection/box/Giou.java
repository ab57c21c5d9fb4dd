package org.tresnet4j.detection.box;

/**
 * Generalised intersection over union (1902.09630): IoU − (hull − union)/hull, in (−1,1].
 *
 * <p>Derivatives of minima and maxima of equal numbers are shared by both, as PyTorch has it. Boxes of no area take part
 * with a union and hull of at least {@value #SMALLEST}, so that everything stays finite.
 */
public final class Giou {

    private static final double SMALLEST = 1e-12;

    private static final int X1 = 0;
    private static final int Y1 = 1;
    private static final int X2 = 2;
    private static final int Y2 = 3;

    private Giou() {}

    /**
     * The overlap of two boxes [x1,y1,x2,y2].
     *
     * @param gradient overwritten: of the first box's numbers
     */
    public static double of(double[] a, double[] b, double[] gradient) {
        return of(a, b, gradient, 0);
    }

    /**
     * As torchvision has it, which adds a number to both denominators.
     *
     * @param epsilon that number
     */
    static double of(double[] a, double[] b, double[] gradient, double epsilon) {
        double innerWidth = Math.min(a[X2], b[X2]) - Math.max(a[X1], b[X1]);
        double innerHeight = Math.min(a[Y2], b[Y2]) - Math.max(a[Y1], b[Y1]);
        double width = Math.max(innerWidth, 0);
        double height = Math.max(innerHeight, 0);
        double intersection = width * height;
        double union = area(a) + area(b) - intersection;
        double hullWidth = Math.max(a[X2], b[X2]) - Math.min(a[X1], b[X1]);
        double hullHeight = Math.max(a[Y2], b[Y2]) - Math.min(a[Y1], b[Y1]);
        double hull = hullWidth * hullHeight;
        double safeUnion = Math.max(union, SMALLEST) + epsilon;
        double safeHull = Math.max(hull, SMALLEST) + epsilon;

        // GIoU = I/U + U/H − 1 with U = A + B − I
        double ofUnion = union < SMALLEST ? 0 : 1 / safeHull - intersection / (safeUnion * safeUnion);
        double ofIntersection = 1 / safeUnion - ofUnion;
        double ofHull = hull < SMALLEST ? 0 : -(union + epsilon) / (safeHull * safeHull);
        double ofInnerWidth = innerWidth >= 0 ? ofIntersection * height : 0;
        double ofInnerHeight = innerHeight >= 0 ? ofIntersection * width : 0;
        double ofWidth = ofUnion * (a[Y2] - a[Y1]);
        double ofHeight = ofUnion * (a[X2] - a[X1]);
        gradient[X1] = -ofWidth - ofInnerWidth * share(a[X1], b[X1]) - ofHull * hullHeight * share(b[X1], a[X1]);
        gradient[Y1] = -ofHeight - ofInnerHeight * share(a[Y1], b[Y1]) - ofHull * hullWidth * share(b[Y1], a[Y1]);
        gradient[X2] = ofWidth + ofInnerWidth * share(b[X2], a[X2]) + ofHull * hullHeight * share(a[X2], b[X2]);
        gradient[Y2] = ofHeight + ofInnerHeight * share(b[Y2], a[Y2]) + ofHull * hullWidth * share(a[Y2], b[Y2]);
        return intersection / safeUnion - (hull - union) / safeHull;
    }

    private static double area(double[] box) {
        return (box[X2] - box[X1]) * (box[Y2] - box[Y1]);
    }

    /** The first number's share in the derivative of the larger of two. */
    private static double share(double a, double b) {
        if (a == b) {
            return 0.5;
        }
        return a > b ? 1 : 0;
    }
}
