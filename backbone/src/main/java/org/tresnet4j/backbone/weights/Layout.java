package org.tresnet4j.backbone.weights;

import java.util.Arrays;

/** Where the numbers of a tensor lie in its storage; all in numbers, not bytes. */
final class Layout {

    private Layout() {}

    /**
     * The product of the sides, 1 without any.
     *
     * @throws IllegalArgumentException if a side is negative or the product beyond what a {@code long} holds
     */
    static long length(long[] shape) {
        if (Arrays.stream(shape).anyMatch(side -> side < 0)) {
            throw new IllegalArgumentException("has the shape " + Arrays.toString(shape));
        }
        if (Arrays.stream(shape).anyMatch(side -> side == 0)) {
            return 0;
        }
        long length = 1;
        for (long side : shape) {
            if (length > Long.MAX_VALUE / side) {
                throw new IllegalArgumentException(
                        "has the shape " + Arrays.toString(shape) + ", more numbers than can be counted");
            }
            length *= side;
        }
        return length;
    }

    /** The strides of a tensor whose last dimension runs fastest. */
    static long[] rowMajor(long[] shape) {
        // an impossible shape is not this method's to report
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= Math.max(shape[i], 1);
        }
        return strides;
    }

    /** Whether the numbers follow one another; strides of sides of 1 do not matter. */
    static boolean isRowMajor(long[] shape, long[] strides) {
        long[] expected = rowMajor(shape);
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] != 1 && strides[i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Checks a window on a storage.
     *
     * @throws IllegalArgumentException if it reaches beyond the storage, or repeats numbers so that it is larger than it
     */
    static void requireWithin(long[] shape, long[] strides, long offset, long available) {
        long length = length(shape);
        if (shape.length != strides.length
                || offset < 0
                || Arrays.stream(strides).anyMatch(stride -> stride < 0)) {
            throw new IllegalArgumentException("has the shape " + Arrays.toString(shape) + ", the strides "
                    + Arrays.toString(strides) + " and the offset " + offset + ", which cannot be");
        }
        if (length == 0) {
            return;
        }
        if (length > available || last(shape, strides, offset, available) >= available) {
            throw new IllegalArgumentException("has the shape " + Arrays.toString(shape) + ", the strides "
                    + Arrays.toString(strides) + " and the offset " + offset + ", but its storage has "
                    + available + " numbers");
        }
    }

    /** The position of the last number; anything from {@code limit} on if it is not below that. */
    private static long last(long[] shape, long[] strides, long offset, long limit) {
        long last = offset;
        for (int i = 0; i < shape.length && last < limit; i++) {
            long steps = shape[i] - 1;
            if (steps > 0 && strides[i] > limit / steps) {
                return limit;
            }
            last += steps * strides[i];
        }
        return last;
    }

    /** Visits the numbers in row-major order. */
    static final class Walk {

        private final long[] shape;
        private final long[] strides;
        private final long[] index;
        private long position;

        Walk(long[] shape, long[] strides, long offset) {
            this.shape = shape;
            this.strides = strides;
            this.index = new long[shape.length];
            this.position = offset;
        }

        /** The position of the next number. */
        long next() {
            long current = position;
            for (int i = shape.length - 1; i >= 0; i--) {
                index[i]++;
                position += strides[i];
                if (index[i] < shape[i]) {
                    break;
                }
                position -= shape[i] * strides[i];
                index[i] = 0;
            }
            return current;
        }
    }
}
