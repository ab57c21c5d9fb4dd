package org.tresnet4j.backbone.kernel.onednn;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * {@link Blur} in float32, in Java, one side after the other: oneDNN's depthwise convolutions need a copy with a border, and
 * the backward one takes five times as long. Along a side, with indices reflected at its ends,
 *
 * <p>y[i] = (x[2i-1] + 2 x[2i] + x[2i+1]) / 4, so ∂x[2i] = ∂y[i] / 2 and ∂x[2i+1] = (∂y[i] + ∂y[i+1]) / 4
 *
 * <p>where 1 and the side - 2 get their quarter from the reflected end as well. Rows are whole rows of pixels.
 */
final class FloatBlur {

    private static final LineTransform BINOMIAL = LineTransform.of(new float[][] {{1 / 4f, 1 / 2f, 1 / 4f}});

    private final int images;
    private final int channels;
    private final Side rows;
    private final Side columns;

    private FloatBlur(ChannelsLast input) {
        this.images = (int) input.batch();
        this.channels = (int) input.channels();
        this.rows = new Side((int) input.height());
        this.columns = new Side((int) input.width());
    }

    /** A side of the maps, at least 2, and of the halved ones. */
    private record Side(int full) {

        Side {
            if (full < 2) {
                throw new IllegalArgumentException(
                        "maps to be blurred have sides of 2 pixels at least, which a border can reflect, but not "
                                + full);
            }
        }

        int halved() {
            return (full + 1) / 2;
        }

        int reflected(int index) {
            return index < 0 ? -index : index < full ? index : 2 * full - 2 - index;
        }

        /** Whether there is ∂x[2i+1]. */
        boolean hasOdd(int i) {
            return 2 * i + 1 < full;
        }

        /** What ∂x[2i+1] gets of ∂y[i]. */
        float ofThis(int i) {
            return i == 0 ? 1 / 2f : 1 / 4f;
        }

        /** What ∂x[2i+1] gets of ∂y[i+1]; 0 where there is none. */
        float ofNext(int i) {
            return i + 1 == halved() ? 0 : 2 * i + 3 == full ? 1 / 2f : 1 / 4f;
        }
    }

    /** A thread's rows: what is read, between the sides, and what is written. */
    private static final class Room {

        private static final ThreadLocal<Room> OF_THREAD = ThreadLocal.withInitial(Room::new);

        final float[][] source = new float[3][0];
        final float[][] between = new float[3][0];
        final float[][] result = new float[2][0];

        static Room ofThread(int length) {
            Room room = OF_THREAD.get();
            LineTransform.reserve(room.source, length);
            LineTransform.reserve(room.between, length);
            LineTransform.reserve(room.result, length);
            return room;
        }
    }

    private interface Body {
        void accept(int image, int row, Room room);
    }

    /** Rows of the halved maps. */
    private void forEachRow(Body body) {
        Parallel.loop(
                images * rows.halved(),
                turn -> body.accept(
                        turn / rows.halved(), turn % rows.halved(), Room.ofThread(2 * columns.halved() * channels)));
    }

    private FloatBuffer image(Address maps, int index, int height, int width) {
        int length = height * width * channels;
        return Address.floats(maps.plus((long) Float.BYTES * length * index), length);
    }

    /** Maps of one image have to fit a buffer of Java. */
    static boolean takes(ChannelsLast input) {
        return input.type() == DataType.FLOAT && input.pixels() * input.channels() <= Address.MOST_FLOATS;
    }

    static INDArray forward(INDArray x, Memory memory) {
        ChannelsLast input = ChannelsLast.of(x);
        INDArray y = input.halved().output(memory);
        new FloatBlur(input).halve(Address.of(x), Address.of(y));
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(y);
        return y;
    }

    private void halve(Address x, Address y) {
        int full = columns.full() * channels;
        int halved = columns.halved() * channels;
        forEachRow((image, row, room) -> {
            FloatBuffer source = image(x, image, rows.full(), columns.full());
            for (int t = 0; t < 3; t++) {
                source.get(rows.reflected(2 * row + t - 1) * full, room.source[t], 0, full);
            }
            BINOMIAL.apply(room.source, room.result, full);
            for (int t = 0; t < 3; t++) {
                for (int i = 0; i < columns.halved(); i++) {
                    int pixel = columns.reflected(2 * i + t - 1);
                    System.arraycopy(room.result[0], pixel * channels, room.between[t], i * channels, channels);
                }
            }
            BINOMIAL.apply(room.between, room.result, halved);
            image(y, image, rows.halved(), columns.halved()).put(row * halved, room.result[0], 0, halved);
        });
    }

    static INDArray backward(INDArray dy, ChannelsLast input, Memory memory) {
        INDArray dx = input.output(memory);
        new FloatBlur(input).spread(Address.of(dy), Address.of(dx));
        Reference.reachabilityFence(dy);
        Reference.reachabilityFence(dx);
        return dx;
    }

    private void spread(Address dy, Address dx) {
        int full = columns.full() * channels;
        float[] ofThis = repeated(columns::ofThis);
        float[] ofNext = repeated(columns::ofNext);
        forEachRow((image, row, room) -> {
            FloatBuffer source = image(dy, image, rows.halved(), columns.halved());
            FloatBuffer target = image(dx, image, rows.full(), columns.full());
            float[] result = room.result[0];
            spreadRow(source, row, ofThis, ofNext, room, room.between[0]);
            halve(room.between[0], result, full);
            target.put(2 * row * full, result, 0, full);
            if (rows.hasOdd(row)) {
                int next = Math.min(row + 1, rows.halved() - 1);
                spreadRow(source, next, ofThis, ofNext, room, room.between[1]);
                combine(room.between[0], rows.ofThis(row), room.between[1], rows.ofNext(row), result, full);
                target.put((2 * row + 1) * full, result, 0, full);
            }
        });
    }

    private interface Factor {
        float of(int i);
    }

    /** For each channel of a halved row's pixels. */
    private float[] repeated(Factor factor) {
        float[] line = new float[columns.halved() * channels];
        for (int i = 0; i < columns.halved(); i++) {
            Arrays.fill(line, i * channels, (i + 1) * channels, factor.of(i));
        }
        return line;
    }

    /** Along one row of ∂y. */
    private void spreadRow(FloatBuffer dy, int row, float[] ofThis, float[] ofNext, Room room, float[] spread) {
        int halved = columns.halved() * channels;
        float[] pixels = room.source[0];
        float[] next = room.source[1];
        float[] even = room.result[0];
        float[] odd = room.result[1];
        dy.get(row * halved, pixels, 0, halved);
        System.arraycopy(pixels, channels, next, 0, halved - channels);
        Arrays.fill(next, halved - channels, halved, 0);
        halve(pixels, even, halved);
        combine(pixels, ofThis, next, ofNext, odd, halved);
        for (int i = 0; i < columns.halved(); i++) {
            System.arraycopy(even, i * channels, spread, 2 * i * channels, channels);
            System.arraycopy(odd, i * channels, spread, (2 * i + 1) * channels, channels);
        }
    }

    private static void halve(float[] x, float[] y, int length) {
        for (int i = 0; i < length; i++) {
            y[i] = x[i] / 2;
        }
    }

    private static void combine(float[] a, float ofA, float[] b, float ofB, float[] y, int length) {
        for (int i = 0; i < length; i++) {
            y[i] = ofA * a[i] + ofB * b[i];
        }
    }

    private static void combine(float[] a, float[] ofA, float[] b, float[] ofB, float[] y, int length) {
        for (int i = 0; i < length; i++) {
            y[i] = ofA[i] * a[i] + ofB[i] * b[i];
        }
    }
}
