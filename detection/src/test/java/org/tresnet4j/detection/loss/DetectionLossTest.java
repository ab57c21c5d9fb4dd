package org.tresnet4j.detection.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.detection.anchor.AnchorGrid;
import org.tresnet4j.detection.assign.AtssAssigner;
import org.tresnet4j.detection.box.BoxCoding;

/** What the loss does where there is little to learn from; its values are compared in the golden test. */
class DetectionLossTest {

    private static final AnchorGrid GRID = AnchorGrid.of(32, 32, AnchorGrid.STRIDES);
    private static final int WIDTH = 2 + 5;

    private final Random random = new Random(6);

    @ParameterizedTest
    @EnumSource
    void staysFiniteOnAHundredThousandRandomSteps(BoxCoding coding) {
        DetectionLoss loss = new DetectionLoss(coding, FocalLoss.DEFAULT, 2);
        int steps = 100_000 / 20;
        for (int step = 0; step < steps; step++) {
            int images = 20;
            List<Targets.Image> assigned = IntStream.range(0, images)
                    .mapToObj(i -> image(random.nextInt(4)))
                    .toList();
            double size = Math.pow(10, random.nextInt(7));
            double[] values = random.doubles((long) images * GRID.size() * WIDTH, -size, size)
                    .toArray();
            INDArray rows = Nd4j.create(values, new long[] {images, GRID.size(), WIDTH}, DataType.FLOAT);
            Pair<Double, INDArray> both =
                    loss.computeGradientAndScore(Targets.of(assigned, GRID, DataType.FLOAT), rows, null, null, false);
            assertThat(both.getFirst()).isFinite();
            for (double gradient : both.getSecond().data().asDouble()) {
                assertThat(Double.isFinite(gradient)).isTrue();
            }
        }
    }

    @Test
    void aBatchWithoutObjectsLearnsThatNothingIsThere() {
        DetectionLoss loss = new DetectionLoss();
        INDArray rows = Nd4j.zeros(DataType.DOUBLE, 1, GRID.size(), WIDTH);
        INDArray targets = Targets.of(List.of(image(0)), GRID, DataType.DOUBLE);
        INDArray gradient = loss.computeGradient(targets, rows, null, null);
        assertThat(loss.latest().positives()).isZero();
        assertThat(loss.latest().boxes()).isZero();
        assertThat(loss.latest().centerness()).isZero();
        assertThat(loss.latest().classes()).isPositive();
        assertThat(gradient.getDouble(0, 0, 0)).isPositive();
        assertThat(gradient.getDouble(0, 0, 3)).isZero();
    }

    @Test
    void locationsOutsideTheImageLearnNothing() {
        Targets.Image half = new Targets.Image(List.of(), new AtssAssigner().assign(GRID, List.of(), 16, 32));
        INDArray rows = Nd4j.zeros(DataType.DOUBLE, 1, GRID.size(), WIDTH);
        INDArray gradient =
                new DetectionLoss().computeGradient(Targets.of(List.of(half), GRID, DataType.DOUBLE), rows, null, null);
        assertThat(gradient.getDouble(0, 1, 0)).isPositive();
        assertThat(gradient.getDouble(0, 2, 0)).isZero();
    }

    @Test
    void namesShapesThatDoNotBelongTogether() {
        INDArray rows = Nd4j.zeros(DataType.FLOAT, 1, 7, WIDTH);
        INDArray targets = Targets.of(List.of(image(0)), GRID, DataType.FLOAT);
        assertThatThrownBy(() -> new DetectionLoss().computeGradient(targets, rows, null, null))
                .hasMessageContaining("[N,A,classes+5]");
    }

    private Targets.Image image(int objects) {
        List<Annotation> annotations = IntStream.range(0, objects)
                .mapToObj(i -> {
                    double x = random.nextDouble() * 24;
                    double y = random.nextDouble() * 24;
                    Box box = new Box(x, y, x + random.nextDouble() * 20, y + random.nextDouble() * 20);
                    return new Annotation(i, random.nextInt(2), box, box.area(), false);
                })
                .toList();
        int[] assigned = new AtssAssigner()
                .assign(GRID, annotations.stream().map(Annotation::box).toList(), 32, 32);
        return new Targets.Image(annotations, assigned);
    }
}
