package org.tresnet4j.datasets.transform;

import java.util.Arrays;
import org.tresnet4j.datasets.image.RgbImage;

/**
 * Antialiased bilinear resizing, bit for bit that of Pillow ({@code Image.resize(size, BILINEAR)}), and so of torchvision's
 * {@code Resize} of pictures, with which the published weights were trained and evaluated. Shrinking, the triangular filter
 * is as wide as two new pixels; OpenCV's own ways lie a mean of 1.8 ({@code INTER_AREA}) and 5.4 ({@code INTER_LINEAR}) grey
 * levels away when COCO's pictures become 224×224.
 *
 * <p>First along the rows, then along the columns, with 22 binary places and rounding to 8 bits in between.
 */
public final class BilinearResize {

    private static final int CHANNELS = 3;
    private static final int PRECISION_BITS = 22;
    private static final int HALF = 1 << PRECISION_BITS - 1;

    private BilinearResize() {}

    /**
     * @param image stays open
     * @param width of the result, positive
     * @param height of the result, positive
     * @return a new image
     */
    public static RgbImage resize(RgbImage image, int width, int height) {
        byte[] pixels = image.toBytes();
        if (width != image.width()) {
            pixels = alongRows(pixels, image.height(), Filter.of(image.width(), width));
        }
        if (height != image.height()) {
            pixels = alongColumns(pixels, CHANNELS * width, Filter.of(image.height(), height));
        }
        return RgbImage.of(width, height, pixels);
    }

    private static byte[] alongRows(byte[] source, int rows, Filter filter) {
        int sourceRow = CHANNELS * filter.sourceSize;
        byte[] target = new byte[Math.multiplyExact(rows, CHANNELS * filter.first.length)];
        int to = 0;
        for (int row = 0; row < rows; row++) {
            for (int x = 0; x < filter.first.length; x++) {
                int red = HALF;
                int green = HALF;
                int blue = HALF;
                int from = row * sourceRow + CHANNELS * filter.first[x];
                for (int weight : filter.weights[x]) {
                    red += (source[from] & 0xFF) * weight;
                    green += (source[from + 1] & 0xFF) * weight;
                    blue += (source[from + 2] & 0xFF) * weight;
                    from += CHANNELS;
                }
                target[to++] = (byte) (red >> PRECISION_BITS);
                target[to++] = (byte) (green >> PRECISION_BITS);
                target[to++] = (byte) (blue >> PRECISION_BITS);
            }
        }
        return target;
    }

    private static byte[] alongColumns(byte[] source, int rowBytes, Filter filter) {
        byte[] target = new byte[Math.multiplyExact(rowBytes, filter.first.length)];
        int[] sums = new int[rowBytes];
        for (int y = 0; y < filter.first.length; y++) {
            Arrays.fill(sums, HALF);
            int from = filter.first[y] * rowBytes;
            for (int weight : filter.weights[y]) {
                addWeighted(source, from, weight, sums);
                from += rowBytes;
            }
            for (int i = 0; i < rowBytes; i++) {
                target[y * rowBytes + i] = (byte) (sums[i] >> PRECISION_BITS);
            }
        }
        return target;
    }

    /** On its own so that the compiler makes vector instructions of it. */
    private static void addWeighted(byte[] source, int from, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (source[from + i] & 0xFF) * weight;
        }
    }

    /**
     * For each new pixel of an axis the old ones it is made of. The weights are not negative and add up to 1, so sums stay
     * within 8 bits.
     */
    private record Filter(int sourceSize, int[] first, int[][] weights) {

        static Filter of(int sourceSize, int targetSize) {
            double scale = (double) sourceSize / targetSize;
            double reach = Math.max(scale, 1);
            int[] first = new int[targetSize];
            int[][] weights = new int[targetSize][];
            for (int i = 0; i < targetSize; i++) {
                double centre = (i + 0.5) * scale;
                int from = Math.max((int) (centre - reach + 0.5), 0);
                int to = Math.min((int) (centre + reach + 0.5), sourceSize);
                first[i] = from;
                weights[i] = triangle(from, to, centre, reach);
            }
            return new Filter(sourceSize, first, weights);
        }

        private static int[] triangle(int from, int to, double centre, double reach) {
            double[] heights = new double[to - from];
            double sum = 0;
            for (int i = 0; i < heights.length; i++) {
                heights[i] = Math.max(0, 1 - Math.abs((from + i - centre + 0.5) * (1 / reach)));
                sum += heights[i];
            }
            int[] weights = new int[heights.length];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (int) (0.5 + heights[i] / sum * (1 << PRECISION_BITS));
            }
            return weights;
        }
    }
}
