package org.tresnet4j.datasets.synthetic;

/** A square picture under the brush: float RGB, so that many layers do not add up their rounding. */
final class Canvas {

    private static final int CHANNELS = 3;

    private final int side;
    private final float[] values;

    Canvas(int side) {
        this.side = side;
        this.values = new float[CHANNELS * side * side];
    }

    int side() {
        return side;
    }

    void set(int x, int y, Colour colour) {
        int at = CHANNELS * (y * side + x);
        values[at] = (float) colour.red();
        values[at + 1] = (float) colour.green();
        values[at + 2] = (float) colour.blue();
    }

    /**
     * @param opacity 0 (nothing) to 1 (covers)
     */
    void blend(int x, int y, Colour colour, float opacity) {
        int at = CHANNELS * (y * side + x);
        values[at] += ((float) colour.red() - values[at]) * opacity;
        values[at + 1] += ((float) colour.green() - values[at + 1]) * opacity;
        values[at + 2] += ((float) colour.blue() - values[at + 2]) * opacity;
    }

    void brighten(int x, int y, float amount) {
        int at = CHANNELS * (y * side + x);
        values[at] += amount;
        values[at + 1] += amount;
        values[at + 2] += amount;
    }

    /** Rounded and clipped, row by row. */
    byte[] toBytes() {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) Math.max(0, Math.min(255, Math.round(values[i])));
        }
        return bytes;
    }
}
