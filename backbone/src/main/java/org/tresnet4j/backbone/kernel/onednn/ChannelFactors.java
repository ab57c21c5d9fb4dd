package org.tresnet4j.backbone.kernel.onednn;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Maps in float32 and one factor for each image and channel, [N,C]. oneDNN has such products only with factors that are spread to
 * whole maps, which is as much memory to write and read again as the maps.
 */
final class ChannelFactors {

    /** Floats of an image that a thread takes at a time, about. */
    private static final int TURN = 1 << 16;

    /** Floats that are in Java's arrays at a time, about: three of these fit into a cache. */
    private static final int LINE = 2048;

    /** A thread's: values of two maps, and what belongs to their places. */
    private static final ThreadLocal<float[][]> LINES = ThreadLocal.withInitial(() -> new float[3][0]);

    private final int images;
    private final int channels;

    /** Floats of an image, of a turn and of a line, which are whole pixels. */
    private final int ofImage;

    private final int ofTurn;
    private final int ofLine;

    private ChannelFactors(ChannelsLast maps) {
        this.images = (int) maps.batch();
        this.channels = (int) maps.channels();
        this.ofImage = Math.toIntExact(maps.pixels() * channels);
        this.ofTurn = Math.max(1, TURN / channels) * channels;
        this.ofLine = Math.max(1, LINE / channels) * channels;
    }

    /** y ← x·factor. */
    static void multiply(INDArray x, INDArray factors, INDArray y) {
        new ChannelFactors(ChannelsLast.of(x)).multiply(x, Vectors.read(factors), null, y);
    }

    /** y ← x·factor + summand, both of an image and channel. */
    static void multiplyAdd(INDArray x, INDArray factors, INDArray summands, INDArray y) {
        new ChannelFactors(ChannelsLast.of(x)).multiply(x, Vectors.read(factors), Vectors.read(summands), y);
    }

    /** y ← max(x·factor + maps, 0). */
    static void multiplyAddRectify(INDArray x, INDArray factors, INDArray maps, INDArray y) {
        new ChannelFactors(ChannelsLast.of(x))
                .multiplyAddRectify(Address.of(x), Vectors.read(factors), Address.of(maps), Address.of(y));
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(maps);
        Reference.reachabilityFence(y);
    }

    /** sums [N,C] ← Σ a·b over the pixels. */
    static void sumsOfProducts(INDArray a, INDArray b, INDArray sums) {
        Vectors.write(new ChannelFactors(ChannelsLast.of(a)).sumsOfProducts(a, b), sums);
    }

    private interface Body {
        /** Floats of an image. */
        void accept(int image, int from, int end, int turn);
    }

    private int turnsOfImage() {
        return (ofImage + ofTurn - 1) / ofTurn;
    }

    private void forEachTurn(Body body) {
        int ofAnImage = turnsOfImage();
        Parallel.loop(images * ofAnImage, turn -> {
            int from = turn % ofAnImage * ofTurn;
            body.accept(turn / ofAnImage, from, Math.min(from + ofTurn, ofImage), turn);
        });
    }

    private FloatBuffer image(Address maps, int image) {
        return Address.floats(maps.plus((long) Float.BYTES * ofImage * image), ofImage);
    }

    private void multiply(INDArray x, float[] factors, float[] summands, INDArray y) {
        Address from = Address.of(x);
        Address to = Address.of(y);
        forEachTurn((image, first, end, turn) -> {
            FloatBuffer source = image(from, image);
            FloatBuffer target = image(to, image);
            float[][] lines = lines();
            repeat(factors, image, lines[1]);
            if (summands != null) {
                repeat(summands, image, lines[2]);
            }
            for (int at = first; at < end; at += ofLine) {
                int length = Math.min(ofLine, end - at);
                source.get(at, lines[0], 0, length);
                multiply(lines[0], lines[1], length);
                if (summands != null) {
                    LineTransform.add(lines[2], 1, lines[0], length);
                }
                target.put(at, lines[0], 0, length);
            }
        });
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(y);
    }

    private void multiplyAddRectify(Address x, float[] factors, Address maps, Address y) {
        forEachTurn((image, first, end, turn) -> {
            FloatBuffer source = image(x, image);
            FloatBuffer summands = image(maps, image);
            FloatBuffer target = image(y, image);
            float[][] lines = lines();
            repeat(factors, image, lines[1]);
            for (int at = first; at < end; at += ofLine) {
                int length = Math.min(ofLine, end - at);
                source.get(at, lines[0], 0, length);
                summands.get(at, lines[2], 0, length);
                addProduct(lines[0], lines[1], lines[2], length);
                rectify(lines[2], length);
                target.put(at, lines[2], 0, length);
            }
        });
    }

    private float[][] lines() {
        float[][] lines = LINES.get();
        LineTransform.reserve(lines, ofLine);
        return lines;
    }

    /** An image's values for all of a line's pixels. */
    private void repeat(float[] values, int image, float[] line) {
        for (int at = 0; at < ofLine; at += channels) {
            System.arraycopy(values, image * channels, line, at, channels);
        }
    }

    /** Turn by turn and then over the turns: the same to the bit whatever the threads. */
    private float[] sumsOfProducts(INDArray a, INDArray b) {
        Address first = Address.of(a);
        Address second = Address.of(b);
        float[] ofTurns = new float[images * turnsOfImage() * channels];
        forEachTurn((image, from, end, turn) -> {
            FloatBuffer left = image(first, image);
            FloatBuffer right = image(second, image);
            float[][] lines = lines();
            Arrays.fill(lines[2], 0, ofLine, 0);
            for (int at = from; at < end; at += ofLine) {
                int length = Math.min(ofLine, end - at);
                left.get(at, lines[0], 0, length);
                right.get(at, lines[1], 0, length);
                addProduct(lines[0], lines[1], lines[2], length);
            }
            fold(lines[2], 0, ofLine, ofTurns, turn);
        });
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
        float[] sums = new float[images * channels];
        int ofAnImage = turnsOfImage() * channels;
        for (int image = 0; image < images; image++) {
            fold(ofTurns, image * ofAnImage, (image + 1) * ofAnImage, sums, image);
        }
        return sums;
    }

    /** Adds values, all channels again and again, to those of an index. */
    private void fold(float[] values, int from, int end, float[] sums, int index) {
        for (int at = from; at < end; at += channels) {
            for (int c = 0; c < channels; c++) {
                sums[index * channels + c] += values[at + c];
            }
        }
    }

    private static void multiply(float[] x, float[] factors, int length) {
        for (int i = 0; i < length; i++) {
            x[i] *= factors[i];
        }
    }

    private static void rectify(float[] x, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = Math.max(x[i], 0);
        }
    }

    private static void addProduct(float[] a, float[] b, float[] sums, int length) {
        for (int i = 0; i < length; i++) {
            sums[i] += a[i] * b[i];
        }
    }
}
