package org.tresnet4j.detection.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.transform.BoxMap;
import org.tresnet4j.detection.anchor.AnchorGrid;
import org.tresnet4j.detection.box.BoxCoding;
import org.tresnet4j.detection.postprocess.DetectionDecoder.Placement;

/** The way back to the original image; the numbers of a whole head are compared in the golden test. */
class DetectionDecoderTest {

    private static final AnchorGrid GRID = AnchorGrid.of(64, 64, AnchorGrid.STRIDES);
    private static final int WIDTH = 1 + 5;

    @Test
    void givesBoxesBackInThePixelsOfTheOriginal() {
        // a picture of 200x100, mirrored and resized to 64x32, in an input of 64x64
        BoxMap toInput = BoxMap.mirroring(200).then(BoxMap.scaling(0.32, 0.32));
        Box object = new Box(20, 30, 80, 90);
        double[] rows = nothing();
        write(rows, GRID.levelStart(1) + 5, toInput.apply(object));
        List<Detection> found = decoder(DetectionOptions.DEFAULT)
                .detect(rows, GRID, new Placement(64, 32, toInput.inverse(), 200, 100));
        assertThat(found).hasSize(1);
        Box box = found.get(0).box();
        assertThat(new double[] {box.x1(), box.y1(), box.x2(), box.y2()})
                .containsExactly(new double[] {20, 30, 80, 90}, within(1e-9));
        assertThat(found.get(0).score()).isCloseTo(1, within(1e-4));
    }

    @Test
    void clipsToTheImage() {
        double[] rows = nothing();
        write(rows, 0, new Box(-10, -20, 30, 100));
        List<Detection> found = decoder(DetectionOptions.DEFAULT)
                .detect(rows, GRID, new Placement(64, 32, BoxMap.scaling(2, 2), 128, 64));
        assertThat(found.get(0).box()).isEqualTo(new Box(0, 0, 60, 64));
    }

    @Test
    void takesTheBestOfEachLevelAndOfTheImage() {
        double[] rows = nothing();
        for (int i = 0; i < 4; i++) {
            write(rows, i * 9, new Box(i * 16, i * 16, i * 16 + 8, i * 16 + 8));
            rows[i * 9 * WIDTH] -= i;
        }
        Placement whole = new Placement(64, 64, BoxMap.identity(), 64, 64);
        assertThat(decoder(new DetectionOptions(0.05, 3, 0.6, 100)).detect(rows, GRID, whole))
                .hasSize(3);
        List<Detection> two = decoder(new DetectionOptions(0.05, 1000, 0.6, 2)).detect(rows, GRID, whole);
        assertThat(two).hasSize(2);
        assertThat(two.get(0).box().x1()).isCloseTo(0, within(1e-9));
    }

    @Test
    void refusesRowsOfAnotherGrid() {
        Placement whole = new Placement(64, 64, BoxMap.identity(), 64, 64);
        for (int length : new int[] {GRID.size() * WIDTH - 1, GRID.size() * 5, 0}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> decoder(DetectionOptions.DEFAULT).detect(new double[length], GRID, whole))
                    .withMessageContaining(GRID.size() + " locations");
        }
    }

    @Test
    void refusesOverlapsThatAreNone() {
        for (double overlap : new double[] {-0.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new DetectionOptions(0.05, 1000, overlap, 100))
                    .withMessageContaining("iouThreshold");
        }
    }

    /** Without suppression: the pairs of each level by probability, as a plain list. */
    @Test
    void scoresEqualTheirDefinitionOnRandomRows() {
        Random random = new Random(8);
        int classes = 3;
        Placement whole = new Placement(64, 64, BoxMap.identity(), 64, 64);
        for (int i = 0; i < 200; i++) {
            // few values, so that scores are equal
            double[] rows = random.ints((long) GRID.size() * (classes + 5), -4, 4)
                    .asDoubleStream()
                    .toArray();
            DetectionOptions options = new DetectionOptions(0.2, 1 + random.nextInt(40), 1, 1 + random.nextInt(60));
            List<Detection> expected = new ArrayList<>();
            for (int level = 0; level < GRID.levels(); level++) {
                expected.addAll(best(rows, classes, level, options));
            }
            expected.sort(Comparator.comparingDouble(d -> -d.score()));
            assertThat(decoder(options).detect(rows, GRID, whole))
                    .isEqualTo(expected.subList(0, Math.min(expected.size(), options.maximum())));
        }
    }

    private static List<Detection> best(double[] rows, int classes, int level, DetectionOptions options) {
        List<Detection> pairs = new ArrayList<>();
        for (int at = GRID.levelStart(level); at < GRID.levelStart(level + 1); at++) {
            int row = at * (classes + 5);
            double[] code = {rows[row + 3], rows[row + 4], rows[row + 5], rows[row + 6]};
            double[] box = new double[4];
            BoxCoding.DELTAS.coder().decode(GRID.x(at), GRID.y(at), GRID.stride(at), code, box);
            for (int c = 0; c < classes; c++) {
                double probability = 1 / (1 + Math.exp(-rows[row + c]));
                double score = Math.sqrt(probability * (1 / (1 + Math.exp(-rows[row + 7]))));
                if (probability > options.scoreThreshold()) {
                    pairs.add(new Detection(new Box(box[0], box[1], box[2], box[3]).clip(64, 64), score, c));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(d -> -d.score()));
        return pairs.subList(0, Math.min(pairs.size(), options.perLevel()));
    }

    private static DetectionDecoder decoder(DetectionOptions options) {
        return new DetectionDecoder(options, BoxCoding.DELTAS.coder());
    }

    private static double[] nothing() {
        double[] rows = new double[GRID.size() * WIDTH];
        for (int i = 0; i < GRID.size(); i++) {
            rows[i * WIDTH] = -20;
        }
        return rows;
    }

    private static void write(double[] rows, int location, Box box) {
        double[] code = new double[4];
        double[] sides = {box.x1(), box.y1(), box.x2(), box.y2()};
        BoxCoding.DELTAS.coder().encode(GRID.x(location), GRID.y(location), GRID.stride(location), sides, code);
        rows[location * WIDTH] = 12;
        System.arraycopy(code, 0, rows, location * WIDTH + 1, 4);
        rows[location * WIDTH + 5] = 12;
    }
}
