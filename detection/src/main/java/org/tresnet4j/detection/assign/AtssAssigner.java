package org.tresnet4j.detection.assign;

import java.util.Arrays;
import java.util.List;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.detection.anchor.AnchorGrid;

/**
 * Adaptive training sample selection (1912.02424, algorithm 1): for each box the nearest {@value #NEAREST} anchors of each
 * level are candidates, and of these the ones that overlap with it by at least the mean plus the standard deviation of all
 * candidates' overlaps, if their centre is inside the box. A location of several boxes learns the one it overlaps most,
 * the first of equals.
 *
 * <p>One box at a time, and in each level only around the box: hundreds of boxes on a large image need neither memory nor
 * time to speak of.
 */
public final class AtssAssigner implements Assigner {

    private static final int NEAREST = 9;

    /** By how many pixels a centre has to be inside its box (ATSS's code). */
    private static final double INSIDE = 0.01;

    @Override
    public int[] assign(AnchorGrid grid, List<Box> boxes, double width, double height) {
        int[] assigned = Assigner.unassigned(grid, width, height);
        double[] best = new double[assigned.length];
        Candidates candidates = new Candidates(grid, width, height);
        for (int index = 0; index < boxes.size(); index++) {
            Box box = boxes.get(index);
            candidates.collect(box);
            double threshold = candidates.threshold();
            for (int k = 0; k < candidates.count; k++) {
                int location = candidates.locations[k];
                double overlap = candidates.overlaps[k];
                boolean first = assigned[location] < 0;
                if (overlap >= threshold && isInside(grid, location, box) && (first || overlap > best[location])) {
                    assigned[location] = index;
                    best[location] = overlap;
                }
            }
        }
        return assigned;
    }

    private static boolean isInside(AnchorGrid grid, int location, Box box) {
        double x = grid.x(location);
        double y = grid.y(location);
        double nearest = Math.min(Math.min(x - box.x1(), y - box.y1()), Math.min(box.x2() - x, box.y2() - y));
        return nearest > INSIDE;
    }

    /** The candidates of one box at a time. */
    private static final class Candidates {

        private final AnchorGrid grid;
        private final int[] columns;
        private final int[] rows;
        private final int[] locations;
        private final double[] overlaps;
        private int count;

        private final double[] distances = new double[NEAREST];
        private final int[] nearest = new int[NEAREST];

        Candidates(AnchorGrid grid, double width, double height) {
            this.grid = grid;
            this.columns = new int[grid.levels()];
            this.rows = new int[grid.levels()];
            for (int level = 0; level < grid.levels(); level++) {
                columns[level] = inside(grid.levelWidth(level), grid.levelStride(level), width);
                rows[level] = inside(grid.levelHeight(level), grid.levelStride(level), height);
            }
            this.locations = new int[NEAREST * grid.levels()];
            this.overlaps = new double[NEAREST * grid.levels()];
        }

        /** How many of a row of centres are less than a bound. */
        private static int inside(int centres, int stride, double bound) {
            int number = 0;
            while (number < centres && (number + 0.5) * stride < bound) {
                number++;
            }
            return number;
        }

        void collect(Box box) {
            count = 0;
            for (int level = 0; level < grid.levels(); level++) {
                int found = nearest(level, (box.x1() + box.x2()) / 2, (box.y1() + box.y2()) / 2);
                double half = AnchorGrid.anchorSide(grid.levelStride(level)) / 2;
                for (int k = 0; k < found; k++) {
                    int location = nearest[k];
                    double x = grid.x(location);
                    double y = grid.y(location);
                    locations[count] = location;
                    overlaps[count] = new Box(x - half, y - half, x + half, y + half).iou(box);
                    count++;
                }
            }
        }

        /**
         * The nearest locations of a level, by distance and then index. On a regular grid they are within {@value #NEAREST}
         * rows and columns of the nearest one: a location further away has that many nearer ones in its own row or column.
         */
        private int nearest(int level, double x, double y) {
            int stride = grid.levelStride(level);
            int column = clamp((int) Math.floor(x / stride), columns[level]);
            int row = clamp((int) Math.floor(y / stride), rows[level]);
            int found = 0;
            for (int i = Math.max(row - NEAREST, 0); i < Math.min(row + NEAREST + 1, rows[level]); i++) {
                for (int j = Math.max(column - NEAREST, 0); j < Math.min(column + NEAREST + 1, columns[level]); j++) {
                    double dx = (j + 0.5) * stride - x;
                    double dy = (i + 0.5) * stride - y;
                    double distance = Math.sqrt(dx * dx + dy * dy);
                    int location = grid.levelStart(level) + i * grid.levelWidth(level) + j;
                    found = insert(distance, location, found);
                }
            }
            return found;
        }

        private static int clamp(int index, int size) {
            return Math.max(0, Math.min(index, size - 1));
        }

        /** Keeps the nearest, sorted; locations come in ascending order, so that the first of equals stays. */
        private int insert(double distance, int location, int found) {
            if (found == NEAREST && distance >= distances[NEAREST - 1]) {
                return found;
            }
            int place = Math.min(found, NEAREST - 1);
            while (place > 0 && distances[place - 1] > distance) {
                distances[place] = distances[place - 1];
                nearest[place] = nearest[place - 1];
                place--;
            }
            distances[place] = distance;
            nearest[place] = location;
            return Math.min(found + 1, NEAREST);
        }

        /** Mean plus unbiased standard deviation of the overlaps; a single candidate's own. */
        double threshold() {
            double mean = Arrays.stream(overlaps, 0, count).sum() / count;
            if (count < 2) {
                return mean;
            }
            double squares = 0;
            for (int k = 0; k < count; k++) {
                squares += (overlaps[k] - mean) * (overlaps[k] - mean);
            }
            return mean + Math.sqrt(squares / (count - 1));
        }
    }
}
