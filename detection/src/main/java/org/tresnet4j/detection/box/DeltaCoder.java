package org.tresnet4j.detection.box;

import org.tresnet4j.detection.anchor.AnchorGrid;

/**
 * Offsets from a square anchor of side a (Faster R-CNN, 1506.01497, with the weights of ATSS's code):
 * t = [10(cx−x)/a, 10(cy−y)/a, 5·ln(w/a), 5·ln(h/a)] for a box of centre (cx,cy) and sides w, h. Decoding bounds the
 * logarithms by ±ln(1000/16).
 */
public final class DeltaCoder implements BoxCoder {

    /** What the offsets of the centre are multiplied by. */
    public static final double CENTRE_WEIGHT = 10;

    /** What the logarithms of the sides are multiplied by. */
    public static final double SIDE_WEIGHT = 5;

    /** Bound of the logarithm of a side (Detectron). */
    public static final double LARGEST = Math.log(1000.0 / 16);

    DeltaCoder() {}

    @Override
    public void decode(double x, double y, double stride, double[] code, double[] box) {
        double side = AnchorGrid.anchorSide(stride);
        double cx = x + code[0] / CENTRE_WEIGHT * side;
        double cy = y + code[1] / CENTRE_WEIGHT * side;
        double width = side * Math.exp(clamp(code[2] / SIDE_WEIGHT));
        double height = side * Math.exp(clamp(code[3] / SIDE_WEIGHT));
        box[0] = cx - width / 2;
        box[1] = cy - height / 2;
        box[2] = cx + width / 2;
        box[3] = cy + height / 2;
    }

    @Override
    public void encode(double x, double y, double stride, double[] box, double[] code) {
        double side = AnchorGrid.anchorSide(stride);
        code[0] = CENTRE_WEIGHT * ((box[0] + box[2]) / 2 - x) / side;
        code[1] = CENTRE_WEIGHT * ((box[1] + box[3]) / 2 - y) / side;
        code[2] = SIDE_WEIGHT * Math.log((box[2] - box[0]) / side);
        code[3] = SIDE_WEIGHT * Math.log((box[3] - box[1]) / side);
    }

    @Override
    public void gradient(
            double x, double y, double stride, double[] code, double[] boxGradient, double[] codeGradient) {
        double side = AnchorGrid.anchorSide(stride);
        codeGradient[0] = (boxGradient[0] + boxGradient[2]) * side / CENTRE_WEIGHT;
        codeGradient[1] = (boxGradient[1] + boxGradient[3]) * side / CENTRE_WEIGHT;
        codeGradient[2] = (boxGradient[2] - boxGradient[0]) / 2 * sideSlope(side, code[2]);
        codeGradient[3] = (boxGradient[3] - boxGradient[1]) / 2 * sideSlope(side, code[3]);
    }

    /** d(a·e^(t/5))/dt; 0 where the logarithm is bounded. */
    private static double sideSlope(double side, double code) {
        double logarithm = code / SIDE_WEIGHT;
        return Math.abs(logarithm) > LARGEST ? 0 : side * Math.exp(logarithm) / SIDE_WEIGHT;
    }

    private static double clamp(double logarithm) {
        return Math.max(-LARGEST, Math.min(LARGEST, logarithm));
    }
}
