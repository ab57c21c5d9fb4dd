package org.tresnet4j.detection.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoxCoderTest {

    private static final double STEP = 1e-6;

    private final Random random = new Random(1);

    @ParameterizedTest
    @EnumSource
    void decodesWhatItEncodes(BoxCoding coding) {
        for (int i = 0; i < 1000; i++) {
            double[] box = {
                -10 * random.nextDouble(), -20 * random.nextDouble(), 300 * random.nextDouble() + 40, 90 + 5 * i % 50
            };
            double[] code = new double[4];
            double[] decoded = new double[4];
            coding.coder().encode(20, 30, 16, box, code);
            coding.coder().decode(20, 30, 16, code, decoded);
            assertThat(decoded).containsExactly(box, within(1e-9));
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientIsThatOfTheDecodedBox(BoxCoding coding) {
        for (int i = 0; i < 200; i++) {
            double[] code = random.doubles(4, -3, 3).toArray();
            double[] upstream = random.doubles(4, -1, 1).toArray();
            double[] gradient = new double[4];
            coding.coder().gradient(20, 30, 8, code, upstream, gradient);
            for (int k = 0; k < code.length; k++) {
                double slope =
                        (dot(coding, moved(code, k, STEP), upstream) - dot(coding, moved(code, k, -STEP), upstream))
                                / (2 * STEP);
                assertThat(gradient[k]).isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void staysFiniteForAnyCode(BoxCoding coding) {
        double[] box = new double[4];
        double[] gradient = new double[4];
        for (double extreme : new double[] {1e4, -1e4, 1e30, -1e30}) {
            double[] code = {extreme, extreme, extreme, extreme};
            coding.coder().decode(20, 30, 8, code, box);
            coding.coder().gradient(20, 30, 8, code, new double[] {1, 1, 1, 1}, gradient);
            assertThat(box).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
            assertThat(gradient).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        }
    }

    /** As torch.clamp: the bound itself still passes it. */
    @Test
    void gradientEndsBeyondTheBound() {
        double largest = Math.log(1000.0 / 16);
        assertThat(slope(BoxCoding.DELTAS, 2, 5 * largest)).isPositive();
        assertThat(slope(BoxCoding.DELTAS, 2, -5 * largest)).isPositive();
        assertThat(slope(BoxCoding.DELTAS, 2, 5 * largest + STEP)).isZero();
        assertThat(slope(BoxCoding.DELTAS, 2, -5 * largest - STEP)).isZero();
        assertThat(slope(BoxCoding.DISTANCES, 2, largest)).isPositive();
        assertThat(slope(BoxCoding.DISTANCES, 2, largest + STEP)).isZero();
    }

    @Test
    void distancesHaveNoLowerBound() {
        assertThat(slope(BoxCoding.DISTANCES, 2, -10)).isCloseTo(8 * Math.exp(-10), within(1e-15));
        double[] box = new double[4];
        BoxCoding.DISTANCES.coder().decode(20, 30, 8, new double[] {-10, 0, 0, 0}, box);
        assertThat(20 - box[0]).isCloseTo(8 * Math.exp(-10), within(1e-12));
    }

    /** Of the box's right side by one number of its code. */
    private static double slope(BoxCoding coding, int k, double value) {
        double[] code = new double[4];
        code[k] = value;
        double[] gradient = new double[4];
        coding.coder().gradient(20, 30, 8, code, new double[] {0, 0, 1, 0}, gradient);
        return gradient[k];
    }

    private static double[] moved(double[] code, int k, double by) {
        double[] copy = code.clone();
        copy[k] += by;
        return copy;
    }

    private static double dot(BoxCoding coding, double[] code, double[] upstream) {
        double[] box = new double[4];
        coding.coder().decode(20, 30, 8, code, box);
        double sum = 0;
        for (int k = 0; k < box.length; k++) {
            sum += box[k] * upstream[k];
        }
        return sum;
    }
}
