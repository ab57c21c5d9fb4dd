package org.tresnet4j.detection.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.detection.anchor.AnchorGrid;

/** The assigners against the definitions by plain loops over all locations, and at their edges. */
class AssignerTest {

    private static final int CASES = 3000;

    private final AtssAssigner atss = new AtssAssigner();
    private final FcosAssigner fcos = new FcosAssigner();

    @Test
    void atssEqualsItsDefinitionOnThousandsOfRandomImages() {
        Random random = new Random(3);
        int positives = 0;
        for (int i = 0; i < CASES; i++) {
            Image image = Image.random(random);
            int[] expected = bruteForceAtss(image);
            assertThat(atss.assign(image.grid(), image.boxes(), image.width(), image.height()))
                    .as(image.toString())
                    .isEqualTo(expected);
            positives += (int) Arrays.stream(expected).filter(a -> a >= 0).count();
        }
        assertThat(positives).isGreaterThan(CASES);
    }

    @Test
    void fcosEqualsItsDefinitionOnThousandsOfRandomImages() {
        Random random = new Random(4);
        for (int i = 0; i < CASES; i++) {
            Image image = Image.random(random);
            assertThat(fcos.assign(image.grid(), image.boxes(), image.width(), image.height()))
                    .as(image.toString())
                    .isEqualTo(bruteForceFcos(image));
        }
    }

    @Test
    void withoutObjectsEverythingInsideTheImageIsBackground() {
        AnchorGrid grid = AnchorGrid.of(128, 128, AnchorGrid.STRIDES);
        for (Assigner assigner : List.of(atss, fcos)) {
            int[] assigned = assigner.assign(grid, List.of(), 100, 60);
            for (int i = 0; i < assigned.length; i++) {
                boolean inside = grid.x(i) < 100 && grid.y(i) < 60;
                assertThat(assigned[i]).isEqualTo(inside ? Assigner.BACKGROUND : Assigner.OUTSIDE);
            }
        }
    }

    @Test
    void anObjectBetweenAllCentresHasNoLocation() {
        AnchorGrid grid = AnchorGrid.of(64, 64, AnchorGrid.STRIDES);
        int[] assigned = atss.assign(grid, List.of(new Box(5, 5, 7, 7)), 64, 64);
        assertThat(assigned).doesNotContain(0);
    }

    @Test
    void ofTwoEqualObjectsTheFirstIsLearned() {
        AnchorGrid grid = AnchorGrid.of(128, 128, AnchorGrid.STRIDES);
        Box box = new Box(20, 20, 90, 90);
        for (Assigner assigner : List.of(atss, fcos)) {
            assertThat(assigner.assign(grid, List.of(box, box), 128, 128))
                    .contains(0)
                    .doesNotContain(1);
        }
    }

    @Test
    void hundredsOfObjectsOnALargeImage() {
        Random random = new Random(5);
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            boxes.add(randomBox(random, 1344, 800));
        }
        Image image = new Image(AnchorGrid.of(800, 1344, AnchorGrid.STRIDES), boxes, 1333, 800);
        assertThat(atss.assign(image.grid(), boxes, 1333, 800)).isEqualTo(bruteForceAtss(image));
    }

    @Test
    void fcosUsesTheRangesOfAllLevels() {
        Random random = new Random(7);
        AnchorGrid grid = AnchorGrid.of(800, 1344, AnchorGrid.STRIDES);
        boolean[] used = new boolean[grid.levels()];
        for (int i = 0; i < 20; i++) {
            List<Box> boxes = new ArrayList<>();
            for (int k = 0; k < 20; k++) {
                double x = random.nextInt(800);
                double y = random.nextInt(400);
                // furthest sides of exactly 64, 128, ... for some centres
                double side = (16 << random.nextInt(7)) + (random.nextBoolean() ? 8 : random.nextInt(30));
                boxes.add(new Box(x, y, x + side, y + side / (1 + random.nextInt(2))));
            }
            Image image = new Image(grid, boxes, 1333, 800);
            int[] assigned = fcos.assign(grid, boxes, 1333, 800);
            assertThat(assigned).isEqualTo(bruteForceFcos(image));
            for (int location = 0; location < assigned.length; location++) {
                used[grid.levelOf(location)] |= assigned[location] >= 0;
            }
        }
        assertThat(used).containsOnly(true);
    }

    @Test
    void fcosRefusesLevelsWithoutARange() {
        AnchorGrid six = AnchorGrid.of(64, 64, List.of(8, 16, 32, 64, 128, 256));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fcos.assign(six, List.of(new Box(0, 0, 60, 60)), 64, 64))
                .withMessageContaining("5 levels, not for 6");
    }

    @Test
    void levelsOfFewerThanNineLocationsGiveAllTheyHave() {
        // 4, 1, 1, 1 and 1 locations
        AnchorGrid small = AnchorGrid.of(16, 16, AnchorGrid.STRIDES);
        assertThat(small.size()).isEqualTo(8);
        Image image = new Image(small, List.of(new Box(0, 0, 16, 16)), 16, 16);
        int[] assigned = atss.assign(small, image.boxes(), 16, 16);
        assertThat(assigned).isEqualTo(bruteForceAtss(image));
    }

    /** A location's own overlap is the threshold then, and there is no deviation of a single number. */
    @Test
    void aSingleCandidateIsLearned() {
        AnchorGrid one = AnchorGrid.of(8, 8, List.of(8));
        assertThat(atss.assign(one, List.of(new Box(1, 1, 7, 7)), 8, 8)).containsExactly(0);
    }

    @Test
    void anImageWithoutAnyCentreIsOutside() {
        AnchorGrid grid = AnchorGrid.of(32, 32, AnchorGrid.STRIDES);
        assertThat(atss.assign(grid, List.of(new Box(0, 0, 3, 3)), 3, 3)).containsOnly(Assigner.OUTSIDE);
    }

    /** An image with its padding in the grid. */
    private record Image(AnchorGrid grid, List<Box> boxes, double width, double height) {

        /** Small, often with whole and half coordinates so that there are ties, repeated boxes, boxes outside. */
        static Image random(Random random) {
            int height = 32 * (1 + random.nextInt(5));
            int width = 32 * (1 + random.nextInt(5));
            List<Box> boxes = new ArrayList<>();
            int count = random.nextInt(6);
            for (int i = 0; i < count; i++) {
                boolean repeated = !boxes.isEmpty() && random.nextInt(5) == 0;
                boxes.add(repeated ? boxes.get(0) : randomBox(random, width + 20, height + 20));
            }
            double inside = random.nextBoolean() ? 1 : 0.6 + 0.4 * random.nextDouble();
            return new Image(AnchorGrid.of(height, width, AnchorGrid.STRIDES), boxes, width * inside, height * inside);
        }
    }

    private static Box randomBox(Random random, int width, int height) {
        double grain = new double[] {1, 0.5, 8, 1e-9}[random.nextInt(4)];
        double x1 = round(random.nextDouble() * width * 0.8, grain);
        double y1 = round(random.nextDouble() * height * 0.8, grain);
        double x2 = x1 + Math.max(grain, round(random.nextDouble() * random.nextDouble() * width, grain));
        double y2 = y1 + Math.max(grain, round(random.nextDouble() * random.nextDouble() * height, grain));
        return new Box(x1, y1, x2, y2);
    }

    private static double round(double value, double grain) {
        return Math.round(value / grain) * grain;
    }

    private static int[] bruteForceAtss(Image image) {
        AnchorGrid grid = image.grid();
        int[] result = Assigner.unassigned(grid, image.width(), image.height());
        double[] best = new double[grid.size()];
        Arrays.fill(best, -1);
        for (int g = 0; g < image.boxes().size(); g++) {
            Box box = image.boxes().get(g);
            double cx = (box.x1() + box.x2()) / 2;
            double cy = (box.y1() + box.y2()) / 2;
            double[] distance = new double[grid.size()];
            for (int i = 0; i < grid.size(); i++) {
                distance[i] = Math.sqrt(Math.pow(grid.x(i) - cx, 2) + Math.pow(grid.y(i) - cy, 2));
            }
            List<Integer> candidates = new ArrayList<>();
            for (int level = 0; level < grid.levels(); level++) {
                List<Integer> ofLevel = new ArrayList<>();
                for (int i = grid.levelStart(level); i < grid.levelStart(level + 1); i++) {
                    if (grid.x(i) < image.width() && grid.y(i) < image.height()) {
                        ofLevel.add(i);
                    }
                }
                ofLevel.sort((a, b) -> Double.compare(distance[a], distance[b]));
                candidates.addAll(ofLevel.subList(0, Math.min(9, ofLevel.size())));
            }
            if (candidates.isEmpty()) {
                continue;
            }
            double[] overlaps = candidates.stream()
                    .mapToDouble(i -> anchor(grid, i).iou(box))
                    .toArray();
            double threshold = threshold(overlaps);
            for (int k = 0; k < overlaps.length; k++) {
                int i = candidates.get(k);
                double inside = Math.min(
                        Math.min(grid.x(i) - box.x1(), grid.y(i) - box.y1()),
                        Math.min(box.x2() - grid.x(i), box.y2() - grid.y(i)));
                if (overlaps[k] >= threshold && inside > 0.01 && overlaps[k] > best[i]) {
                    result[i] = g;
                    best[i] = overlaps[k];
                }
            }
        }
        return result;
    }

    private static Box anchor(AnchorGrid grid, int i) {
        double half = 4.0 * grid.stride(i);
        return new Box(grid.x(i) - half, grid.y(i) - half, grid.x(i) + half, grid.y(i) + half);
    }

    private static double threshold(double[] overlaps) {
        double mean = Arrays.stream(overlaps).sum() / overlaps.length;
        if (overlaps.length == 1) {
            return mean;
        }
        double squares = 0;
        for (double overlap : overlaps) {
            squares += (overlap - mean) * (overlap - mean);
        }
        return mean + Math.sqrt(squares / (overlaps.length - 1));
    }

    private static int[] bruteForceFcos(Image image) {
        double[] bounds = {0, 64, 128, 256, 512, Double.POSITIVE_INFINITY};
        AnchorGrid grid = image.grid();
        int[] result = Assigner.unassigned(grid, image.width(), image.height());
        for (int i = 0; i < grid.size(); i++) {
            double smallest = Double.POSITIVE_INFINITY;
            for (int g = 0; g < image.boxes().size() && result[i] != Assigner.OUTSIDE; g++) {
                Box box = image.boxes().get(g);
                double reach = 1.5 * grid.stride(i);
                double cx = (box.x1() + box.x2()) / 2;
                double cy = (box.y1() + box.y2()) / 2;
                double[] sides = {grid.x(i) - box.x1(), grid.y(i) - box.y1(), box.x2() - grid.x(i), box.y2() - grid.y(i)
                };
                boolean inside = Arrays.stream(sides).min().orElseThrow() > 0;
                boolean central = Math.abs(grid.x(i) - cx) < reach && Math.abs(grid.y(i) - cy) < reach;
                double furthest = Arrays.stream(sides).max().orElseThrow();
                int level = grid.levelOf(i);
                boolean ofLevel = furthest > bounds[level] && furthest <= bounds[level + 1];
                if (inside && central && ofLevel && box.area() < smallest) {
                    result[i] = g;
                    smallest = box.area();
                }
            }
        }
        return result;
    }
}
