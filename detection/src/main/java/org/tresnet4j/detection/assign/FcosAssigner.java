package org.tresnet4j.detection.assign;

import java.util.List;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.detection.anchor.AnchorGrid;

/**
 * FCOS (1904.01355, section 3.2, with the centre sampling of its second version): a location learns a box whose centre is
 * within {@value #RADIUS} strides, that it is inside of, and whose furthest side lies in the range of the location's level.
 * Of several boxes it is the smallest, the first of equals.
 */
public final class FcosAssigner implements Assigner {

    private static final double RADIUS = 1.5;

    /** The largest distance to a side that P3 to P6 are for; P7 takes all that is larger. */
    private static final double[] LARGEST = {64, 128, 256, 512};

    /**
     * @throws IllegalArgumentException if the grid has more levels than there are ranges
     */
    @Override
    public int[] assign(AnchorGrid grid, List<Box> boxes, double width, double height) {
        if (grid.levels() > LARGEST.length + 1) {
            throw new IllegalArgumentException(
                    "FCOS has ranges for " + (LARGEST.length + 1) + " levels, not for " + grid.levels());
        }
        int[] assigned = Assigner.unassigned(grid, width, height);
        double[] smallest = new double[assigned.length];
        for (int index = 0; index < boxes.size(); index++) {
            Box box = boxes.get(index);
            for (int level = 0; level < grid.levels(); level++) {
                assign(grid, level, box, index, assigned, smallest);
            }
        }
        return assigned;
    }

    private static void assign(AnchorGrid grid, int level, Box box, int index, int[] assigned, double[] smallest) {
        double reach = RADIUS * grid.levelStride(level);
        double cx = (box.x1() + box.x2()) / 2;
        double cy = (box.y1() + box.y2()) / 2;
        // the part of the box that is near its centre
        Box core = new Box(
                Math.max(cx - reach, box.x1()),
                Math.max(cy - reach, box.y1()),
                Math.min(cx + reach, box.x2()),
                Math.min(cy + reach, box.y2()));
        for (int i = first(core.y1(), grid.levelStride(level)); i < grid.levelHeight(level); i++) {
            double y = (i + 0.5) * grid.levelStride(level);
            if (y >= core.y2()) {
                break;
            }
            for (int j = first(core.x1(), grid.levelStride(level)); j < grid.levelWidth(level); j++) {
                double x = (j + 0.5) * grid.levelStride(level);
                if (x >= core.x2()) {
                    break;
                }
                int location = grid.levelStart(level) + i * grid.levelWidth(level) + j;
                boolean free = assigned[location] == BACKGROUND;
                boolean smaller = assigned[location] >= 0 && box.area() < smallest[location];
                if (x > core.x1() && y > core.y1() && (free || smaller) && isOfLevel(level, furthest(box, x, y))) {
                    assigned[location] = index;
                    smallest[location] = box.area();
                }
            }
        }
    }

    private static int first(double from, int stride) {
        return Math.max(0, (int) Math.floor(from / stride) - 1);
    }

    private static double furthest(Box box, double x, double y) {
        return Math.max(Math.max(x - box.x1(), y - box.y1()), Math.max(box.x2() - x, box.y2() - y));
    }

    private static boolean isOfLevel(int level, double distance) {
        return (level == 0 || distance > LARGEST[level - 1]) && (level == LARGEST.length || distance <= LARGEST[level]);
    }
}
