package org.tresnet4j.datasets.transform;

import java.util.function.IntUnaryOperator;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.tresnet4j.datasets.image.RgbImage;

/** Changes of the levels 0 to 255 of each colour in place, level for level those of PIL's {@code ImageOps}. */
final class Levels {

    private static final int COLOURS = 3;
    private static final int COUNT = 256;
    private static final int MOST = 255;

    private Levels() {}

    static void invert(RgbImage image) {
        map(image, level -> MOST - level);
    }

    /** Inverts the levels from a threshold on. */
    static void solarize(RgbImage image, double threshold) {
        map(image, level -> level < threshold ? level : MOST - level);
    }

    /**
     * Keeps the upper bits.
     *
     * @param bits 0 to 8
     */
    static void posterize(RgbImage image, int bits) {
        map(image, level -> level & MOST << 8 - bits);
    }

    /** Stretches each colour to all levels. */
    static void autoContrast(RgbImage image) {
        mapEach(image, Levels::stretched);
    }

    private static IntUnaryOperator stretched(int[] histogram) {
        int least = 0;
        int most = MOST;
        while (least < MOST && histogram[least] == 0) {
            least++;
        }
        while (most > 0 && histogram[most] == 0) {
            most--;
        }
        if (most <= least) {
            return IntUnaryOperator.identity();
        }
        double scale = (double) MOST / (most - least);
        double offset = -least * scale;
        return level -> (int) (level * scale + offset);
    }

    /** Makes each colour's levels about equally frequent. */
    static void equalize(RgbImage image) {
        mapEach(image, Levels::equalized);
    }

    private static IntUnaryOperator equalized(int[] histogram) {
        int pixels = 0;
        int last = 0;
        int levels = 0;
        for (int level = 0; level < COUNT; level++) {
            pixels += histogram[level];
            if (histogram[level] > 0) {
                last = histogram[level];
                levels++;
            }
        }
        int step = (pixels - last) / MOST;
        if (levels <= 1 || step == 0) {
            return IntUnaryOperator.identity();
        }
        int[] table = new int[COUNT];
        int below = step / 2;
        for (int level = 0; level < COUNT; level++) {
            table[level] = below / step;
            below += histogram[level];
        }
        return level -> table[level];
    }

    private static void map(RgbImage image, IntUnaryOperator all) {
        apply(image, new IntUnaryOperator[] {all, all, all});
    }

    @FunctionalInterface
    private interface OfHistogram {
        IntUnaryOperator table(int[] histogram);
    }

    private static void mapEach(RgbImage image, OfHistogram function) {
        int[][] histograms = new int[COLOURS][COUNT];
        byte[] pixels = image.toBytes();
        for (int i = 0; i < pixels.length; i++) {
            histograms[i % COLOURS][pixels[i] & 0xFF]++;
        }
        IntUnaryOperator[] tables = new IntUnaryOperator[COLOURS];
        for (int colour = 0; colour < COLOURS; colour++) {
            tables[colour] = function.table(histograms[colour]);
        }
        apply(image, tables);
    }

    private static void apply(RgbImage image, IntUnaryOperator[] tables) {
        byte[] entries = new byte[COLOURS * COUNT];
        for (int i = 0; i < entries.length; i++) {
            int level = tables[i % COLOURS].applyAsInt(i / COLOURS);
            entries[i] = (byte) Math.min(Math.max(level, 0), MOST);
        }
        Mat table = new Mat(1, COUNT, CvType.CV_8UC3);
        table.put(0, 0, entries);
        Core.LUT(image.mat(), table, image.mat());
        table.release();
    }
}
