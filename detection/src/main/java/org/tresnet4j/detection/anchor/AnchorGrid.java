package org.tresnet4j.detection.anchor;

import java.util.List;

/**
 * The locations of a pyramid over an input: level by level, row by row, one at the centre of each pixel of a level, with a
 * square anchor of {@value #ANCHOR_STRIDES} strides a side (ATSS, 1912.02424, section 3).
 */
public final class AnchorGrid {

    /** Of P3 to P7. */
    public static final List<Integer> STRIDES = List.of(8, 16, 32, 64, 128);

    private static final int ANCHOR_STRIDES = 8;

    private final int[] strides;
    private final int[] heights;
    private final int[] widths;
    private final int[] starts;

    private AnchorGrid(int[] strides, int[] heights, int[] widths) {
        this.strides = strides;
        this.heights = heights;
        this.widths = widths;
        this.starts = new int[strides.length + 1];
        for (int level = 0; level < strides.length; level++) {
            starts[level + 1] = starts[level] + heights[level] * widths[level];
        }
    }

    /**
     * The grid of an input, padding included.
     *
     * @param height pixels, positive
     * @param width pixels, positive
     * @param strides of the levels, from fine to coarse
     */
    public static AnchorGrid of(int height, int width, List<Integer> strides) {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("no grid on " + width + "x" + height + " pixels");
        }
        int[] all = strides.stream().mapToInt(Integer::intValue).toArray();
        int[] heights = new int[all.length];
        int[] widths = new int[all.length];
        for (int level = 0; level < all.length; level++) {
            heights[level] = (height - 1) / all[level] + 1;
            widths[level] = (width - 1) / all[level] + 1;
        }
        return new AnchorGrid(all, heights, widths);
    }

    /** Locations of all levels. */
    public int size() {
        return starts[strides.length];
    }

    public int levels() {
        return strides.length;
    }

    /** Pixels of the input for each pixel of a level. */
    public int levelStride(int level) {
        return strides[level];
    }

    /** Rows of a level. */
    public int levelHeight(int level) {
        return heights[level];
    }

    /** Columns of a level. */
    public int levelWidth(int level) {
        return widths[level];
    }

    /** A level's first location; that of level {@link #levels()} is {@link #size()}. */
    public int levelStart(int level) {
        return starts[level];
    }

    /** The level of a location. */
    public int levelOf(int location) {
        int level = 0;
        while (location >= starts[level + 1]) {
            level++;
        }
        return level;
    }

    /** A location's centre. */
    public double x(int location) {
        int level = levelOf(location);
        return ((location - starts[level]) % widths[level] + 0.5) * strides[level];
    }

    /** A location's centre. */
    public double y(int location) {
        int level = levelOf(location);
        return ((location - starts[level]) / widths[level] + 0.5) * strides[level];
    }

    /** The stride of a location's level. */
    public int stride(int location) {
        return strides[levelOf(location)];
    }

    /** The side of the anchors of a stride, in pixels. */
    public static double anchorSide(double stride) {
        return ANCHOR_STRIDES * stride;
    }
}
