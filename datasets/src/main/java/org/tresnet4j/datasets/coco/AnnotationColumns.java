package org.tresnet4j.datasets.coco;

import java.util.Arrays;

/**
 * The annotations of a file while their images and categories may still be unknown: 61 bytes each in primitive columns,
 * because a file may list annotations first and there may be a million.
 */
final class AnnotationColumns {

    /** Marks an area the file does not give: areas are not negative. */
    static final double NO_AREA = -1;

    private int size;
    private long[] ids = new long[64];
    private long[] imageIds = new long[64];
    private int[] categoryIds = new int[64];
    private double[] xywh = new double[4 * 64];
    private double[] areas = new double[64];
    private boolean[] crowds = new boolean[64];

    void add(long id, long imageId, int categoryId, double[] box, double area, boolean crowd) {
        if (size == ids.length) {
            grow(size + (size >> 1));
        }
        ids[size] = id;
        imageIds[size] = imageId;
        categoryIds[size] = categoryId;
        System.arraycopy(box, 0, xywh, 4 * size, 4);
        areas[size] = area;
        crowds[size] = crowd;
        size++;
    }

    private void grow(int capacity) {
        ids = Arrays.copyOf(ids, capacity);
        imageIds = Arrays.copyOf(imageIds, capacity);
        categoryIds = Arrays.copyOf(categoryIds, capacity);
        xywh = Arrays.copyOf(xywh, 4 * capacity);
        areas = Arrays.copyOf(areas, capacity);
        crowds = Arrays.copyOf(crowds, capacity);
    }

    int size() {
        return size;
    }

    long id(int row) {
        return ids[row];
    }

    long imageId(int row) {
        return imageIds[row];
    }

    int categoryId(int row) {
        return categoryIds[row];
    }

    double x(int row) {
        return xywh[4 * row];
    }

    double y(int row) {
        return xywh[4 * row + 1];
    }

    double width(int row) {
        return xywh[4 * row + 2];
    }

    double height(int row) {
        return xywh[4 * row + 3];
    }

    /** Square pixels, or {@link #NO_AREA}. */
    double area(int row) {
        return areas[row];
    }

    boolean crowd(int row) {
        return crowds[row];
    }

    /** All ids in ascending order: equal neighbours are duplicates. */
    long[] sortedIds() {
        long[] sorted = Arrays.copyOf(ids, size);
        Arrays.sort(sorted);
        return sorted;
    }
}
