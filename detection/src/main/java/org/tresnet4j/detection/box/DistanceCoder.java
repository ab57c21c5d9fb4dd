package org.tresnet4j.detection.box;

/**
 * Distances from a location to the sides of a box around it, in strides (FCOS, 1904.01355, section 3.1): left, top, right,
 * bottom = stride·eᵗ. Decoding bounds t by ln(1000/16) from above only: a small distance can be learned, and is never stuck
 * where its gradient is 0.
 */
final class DistanceCoder implements BoxCoder {

    /** Of the sides, in a box's order: where they lie from the centre. */
    private static final int[] DIRECTION = {-1, -1, 1, 1};

    @Override
    public void decode(double x, double y, double stride, double[] code, double[] box) {
        for (int i = 0; i < DIRECTION.length; i++) {
            double bounded = Math.min(DeltaCoder.LARGEST, code[i]);
            box[i] = centre(i, x, y) + DIRECTION[i] * stride * Math.exp(bounded);
        }
    }

    @Override
    public void encode(double x, double y, double stride, double[] box, double[] code) {
        for (int i = 0; i < DIRECTION.length; i++) {
            code[i] = Math.log(DIRECTION[i] * (box[i] - centre(i, x, y)) / stride);
        }
    }

    @Override
    public void gradient(
            double x, double y, double stride, double[] code, double[] boxGradient, double[] codeGradient) {
        for (int i = 0; i < DIRECTION.length; i++) {
            boolean bounded = code[i] > DeltaCoder.LARGEST;
            codeGradient[i] = bounded ? 0 : boxGradient[i] * DIRECTION[i] * stride * Math.exp(code[i]);
        }
    }

    private static double centre(int side, double x, double y) {
        return side % 2 == 0 ? x : y;
    }
}
