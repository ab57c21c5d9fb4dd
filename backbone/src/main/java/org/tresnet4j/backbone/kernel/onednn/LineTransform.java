package org.tresnet4j.backbone.kernel.onednn;

import java.util.stream.IntStream;

/**
 * A small matrix that multiplies lines of floats: result line r is Σ matrix[r][i] · line i, element by element.
 *
 * <p>Of these loops the compiler makes vector instructions (4 times as fast): each line is an array of its own, all are read
 * and written at the same index, and a loop has few of them.
 */
final class LineTransform {

    private static final int MOST_AT_ONCE = 4;

    /** Floats of each line that are transformed before those behind them, so that what is read stays in the first level of cache. */
    private static final int BLOCK = 1024;

    /** Lines whose lengths are about a multiple of it fall on one another in the first level of cache. */
    private static final int COLLIDING = 1024;

    /** What lines have beyond such a multiple: with blocks, convolutions take 0.96 to 0.99 of the time (measured). */
    private static final int APART = 204;

    private final int sources;

    /** Of each result: which lines are not multiplied by 0, and by what they are. */
    private final int[][] lines;

    private final float[][] factors;

    private LineTransform(int sources, int[][] lines, float[][] factors) {
        this.sources = sources;
        this.lines = lines;
        this.factors = factors;
    }

    static LineTransform of(float[][] matrix) {
        int[][] lines = new int[matrix.length][];
        float[][] factors = new float[matrix.length][];
        for (int r = 0; r < matrix.length; r++) {
            float[] row = matrix[r];
            lines[r] = IntStream.range(0, row.length).filter(i -> row[i] != 0).toArray();
            factors[r] = new float[lines[r].length];
            for (int k = 0; k < factors[r].length; k++) {
                factors[r][k] = row[lines[r][k]];
            }
        }
        return new LineTransform(matrix[0].length, lines, factors);
    }

    /** Lines that it reads. */
    int sources() {
        return sources;
    }

    /** One side of them. */
    void apply(float[][] x, float[][] y, int length) {
        apply(x, 0, 1, y, 0, 1, length);
    }

    /**
     * Both sides, T x Tᵀ: first down the columns, then along the rows.
     *
     * @param x s² lines, a square row by row
     * @param between at least r·s lines, overwritten
     * @param y at least r² lines, overwritten
     * @param length floats of a line
     */
    void bothSides(float[][] x, float[][] between, float[][] y, int length) {
        int results = lines.length;
        for (int column = 0; column < sources; column++) {
            apply(x, column, sources, between, column, sources, length);
        }
        for (int row = 0; row < results; row++) {
            apply(between, row * sources, 1, y, row * results, 1, length);
        }
    }

    private void apply(float[][] x, int from, int step, float[][] y, int to, int toStep, int length) {
        for (int begin = 0; begin < length; begin += BLOCK) {
            int end = Math.min(begin + BLOCK, length);
            for (int r = 0; r < lines.length; r++) {
                combine(lines[r], factors[r], x, from, step, y[to + r * toStep], begin, end);
            }
        }
    }

    private static void combine(
            int[] lines, float[] f, float[][] x, int from, int step, float[] y, int begin, int end) {
        int count = lines.length;
        float[] a = x[from + lines[0] * step];
        float[] b = x[from + lines[Math.min(1, count - 1)] * step];
        float[] c = x[from + lines[Math.min(2, count - 1)] * step];
        float[] d = x[from + lines[Math.min(3, count - 1)] * step];
        switch (Math.min(count, MOST_AT_ONCE)) {
            case 1 -> one(a, f[0], y, begin, end);
            case 2 -> two(a, f[0], b, f[1], y, begin, end);
            case 3 -> three(a, f[0], b, f[1], c, f[2], y, begin, end);
            default -> four(a, f[0], b, f[1], c, f[2], d, f[3], y, begin, end);
        }
        for (int k = MOST_AT_ONCE; k < count; k++) {
            add(x[from + lines[k] * step], f[k], y, begin, end);
        }
    }

    private static void one(float[] a, float fa, float[] y, int begin, int end) {
        for (int i = begin; i < end; i++) {
            y[i] = fa * a[i];
        }
    }

    private static void two(float[] a, float fa, float[] b, float fb, float[] y, int begin, int end) {
        for (int i = begin; i < end; i++) {
            y[i] = fa * a[i] + fb * b[i];
        }
    }

    private static void three(
            float[] a, float fa, float[] b, float fb, float[] c, float fc, float[] y, int begin, int end) {
        for (int i = begin; i < end; i++) {
            y[i] = fa * a[i] + fb * b[i] + fc * c[i];
        }
    }

    private static void four(
            float[] a,
            float fa,
            float[] b,
            float fb,
            float[] c,
            float fc,
            float[] d,
            float fd,
            float[] y,
            int begin,
            int end) {
        for (int i = begin; i < end; i++) {
            y[i] = fa * a[i] + fb * b[i] + fc * c[i] + fd * d[i];
        }
    }

    /** y ← y + f·x. */
    static void add(float[] x, float f, float[] y, int length) {
        add(x, f, y, 0, length);
    }

    private static void add(float[] x, float f, float[] y, int begin, int end) {
        for (int i = begin; i < end; i++) {
            y[i] += f * x[i];
        }
    }

    /** Makes the lines at least so long, if they are not; nobody relies on what is in them. */
    static void reserve(float[][] lines, int length) {
        // the last one: memory may have run out before it was made
        if (lines[lines.length - 1].length < length) {
            int apart = length + Math.floorMod(APART - length, COLLIDING);
            for (int i = 0; i < lines.length; i++) {
                lines[i] = new float[apart];
            }
        }
    }
}
