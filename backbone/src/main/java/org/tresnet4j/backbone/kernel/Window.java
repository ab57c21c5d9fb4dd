package org.tresnet4j.backbone.kernel;

/**
 * How a square filter moves over a map.
 *
 * @param size of the filter in pixels, odd
 * @param stride in pixels, at least 1
 */
public record Window(int size, int stride) {

    public Window {
        if (size < 1 || size % 2 == 0) {
            throw new IllegalArgumentException("window size " + size + " must be odd and positive");
        }
        if (stride < 1) {
            throw new IllegalArgumentException("stride " + stride + " must be at least 1");
        }
    }

    /** The zero padding on each side that keeps the size of a map at stride 1. */
    public int padding() {
        return size / 2;
    }

    /** The side of the output map for an input map of the given side. */
    public long output(long side) {
        return (side + 2L * padding() - size) / stride + 1;
    }
}
