package org.tresnet4j.detection.loss;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.detection.anchor.AnchorGrid;
import org.tresnet4j.detection.assign.Assigner;

/**
 * What every location of a batch learns, as the labels of a network: [N,A,{@value #COLUMNS}] with the columns class index
 * (or {@link Assigner#BACKGROUND}, {@link Assigner#OUTSIDE}), the box x1, y1, x2, y2, and the location's centre x, y and
 * stride. The locations come along so that batches of different sizes need nothing else.
 */
public final class Targets {

    static final int CLASS = 0;
    static final int BOX = 1;
    static final int CENTRE_X = 5;
    static final int CENTRE_Y = 6;
    static final int STRIDE = 7;

    /** Columns of a location. */
    public static final int COLUMNS = 8;

    private Targets() {}

    /**
     * One image.
     *
     * @param objects that locations may be assigned to
     * @param assigned for each location the index of its object, or a constant of {@link Assigner}
     */
    public record Image(List<Annotation> objects, int[] assigned) {}

    /** The labels of images on the same grid. */
    public static INDArray of(List<Image> images, AnchorGrid grid, DataType type) {
        double[] values = new double[images.size() * grid.size() * COLUMNS];
        int row = 0;
        for (Image image : images) {
            for (int i = 0; i < grid.size(); i++, row += COLUMNS) {
                write(image, i, grid, values, row);
            }
        }
        return Nd4j.create(values, new long[] {images.size(), grid.size(), COLUMNS}, type);
    }

    private static void write(Image image, int location, AnchorGrid grid, double[] values, int row) {
        int assigned = image.assigned()[location];
        values[row + CLASS] = assigned;
        if (assigned >= 0) {
            Annotation object = image.objects().get(assigned);
            Box box = object.box();
            values[row + CLASS] = object.classIndex();
            values[row + BOX] = box.x1();
            values[row + BOX + 1] = box.y1();
            values[row + BOX + 2] = box.x2();
            values[row + BOX + 3] = box.y2();
        }
        values[row + CENTRE_X] = grid.x(location);
        values[row + CENTRE_Y] = grid.y(location);
        values[row + STRIDE] = grid.stride(location);
    }
}
