package org.tresnet4j.detection.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.detection.GoldenFile;

class GiouTest {

    private static final double EXACT = 1e-9;

    /** Of torchvision's loss. */
    private static final double EPSILON = 1e-7;

    @Test
    void equalsTorchvision() {
        JsonNode golden = GoldenFile.read("losses").get("giou");
        double[] gradients = GoldenFile.numbers(golden.get("gradient").get(0));
        double loss = 0;
        for (int i = 0; i < golden.get("predicted").size(); i++) {
            double[] a = GoldenFile.numbers(golden.get("predicted").get(i));
            double[] b = GoldenFile.numbers(golden.get("target").get(i));
            double[] gradient = new double[4];
            loss += 1 - Giou.of(a, b, gradient, EPSILON);
            for (int k = 0; k < gradient.length; k++) {
                assertThat(-gradient[k]).isCloseTo(gradients[4 * i + k], within(EXACT));
            }
            assertThat(box(a).iou(box(b))).isCloseTo(golden.get("iou").get(i).asDouble(), within(EXACT));
        }
        assertThat(loss).isCloseTo(golden.get("loss").asDouble(), within(EXACT));
    }

    @Test
    void gradientOfRandomBoxes() {
        Random random = new Random(2);
        for (int i = 0; i < 500; i++) {
            double[] a = randomBox(random);
            double[] b = randomBox(random);
            double[] gradient = new double[4];
            Giou.of(a, b, gradient);
            for (int k = 0; k < gradient.length; k++) {
                double step = 1e-6;
                a[k] += step;
                double above = Giou.of(a, b, new double[4]);
                a[k] -= 2 * step;
                double below = Giou.of(a, b, new double[4]);
                a[k] += step;
                assertThat(gradient[k]).isCloseTo((above - below) / (2 * step), within(1e-6));
            }
        }
    }

    /** Values and gradients of PyTorch's autograd where minima and maxima are of equal numbers. */
    @Test
    void equalSidesShareTheGradient() {
        double[] a = {0, 0, 10, 10};
        checkTie(a, a, 1, 0, 0, 0, 0);
        checkTie(a, new double[] {0, 0, 20, 10}, 0.5, -0.0125, 0.0125, 0.05, -0.0125);
        checkTie(a, new double[] {10, 0, 20, 10}, 0, 0, 0, 0.05, 0);
        checkTie(a, new double[] {10, 10, 30, 20}, -0.5, 0, 1 / 120.0, 1 / 60.0, 1 / 60.0);
        checkTie(
                new double[] {2, 3, 10, 10},
                new double[] {2, 0, 8, 10},
                0.49256756756756753,
                -0.006390385317750186,
                -0.09074141709276845,
                -0.08181382395909423,
                0.018441380569758956);
    }

    private static void checkTie(double[] a, double[] b, double giou, double... expected) {
        double[] gradient = new double[4];
        assertThat(Giou.of(a, b, gradient)).isCloseTo(giou, within(EXACT));
        assertThat(gradient).containsExactly(expected, within(EXACT));
    }

    @Test
    void staysFiniteForBoxesWithoutArea() {
        double[][] boxes = {{5, 5, 5, 5}, {5, 5, 5, 9}, {0, 0, 10, 10}, {30, 30, 30, 30}};
        for (double[] a : boxes) {
            for (double[] b : boxes) {
                double[] gradient = new double[4];
                assertThat(Giou.of(a, b, gradient)).isFinite();
                assertThat(gradient).doesNotContain(Double.NaN);
            }
        }
    }

    private static double[] randomBox(Random random) {
        double x = random.nextDouble() * 4;
        double y = random.nextDouble() * 4;
        return new double[] {x, y, x + 0.5 + random.nextDouble() * 3, y + 0.5 + random.nextDouble() * 3};
    }

    private static Box box(double[] sides) {
        return new Box(sides[0], sides[1], sides[2], sides[3]);
    }
}
