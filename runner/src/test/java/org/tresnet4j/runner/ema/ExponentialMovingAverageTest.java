package org.tresnet4j.runner.ema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ExponentialMovingAverageTest {

    private static INDArray row(double... values) {
        return Nd4j.createFromArray(new double[][] {values});
    }

    @Test
    void averagesExponentially() {
        ExponentialMovingAverage ema = ExponentialMovingAverage.of(row(1, -2), 0.9, false);
        ema.update(row(2, 0));
        ema.update(row(3, 5));
        // 0.9·(0.9·1 + 0.1·2) + 0.1·3 and 0.9·(0.9·(−2) + 0.1·0) + 0.1·5
        assertThat(ema.average().toDoubleVector()).containsExactly(new double[] {1.29, -1.12}, within(1e-12));
        assertThat(ema.updates()).isEqualTo(2);
    }

    @Test
    void warmUpForgetsTheFirstWeightsSoon() {
        ExponentialMovingAverage ema = ExponentialMovingAverage.of(row(0), 0.9997, true);
        assertThat(ema.currentDecay()).isEqualTo(1.0 / 10);
        ema.update(row(1));
        assertThat(ema.average().getDouble(0)).isCloseTo(0.9, within(1e-12));
        assertThat(ema.currentDecay()).isEqualTo(2.0 / 11);
    }

    @Test
    void severalStepsAtOnceAreAsManyUpdatesWithTheSameParameters() {
        ExponentialMovingAverage each = ExponentialMovingAverage.of(row(1, -2), 0.9, true);
        ExponentialMovingAverage together = ExponentialMovingAverage.of(row(1, -2), 0.9, true);
        for (int n = 0; n < 4; n++) {
            each.update(row(2, 5));
        }
        together.update(row(2, 5), 4);
        assertThat(together.average().toDoubleVector())
                .containsExactly(each.average().toDoubleVector(), within(1e-12));
        assertThat(together.updates()).isEqualTo(4);
        assertThat(together.currentDecay()).isEqualTo(each.currentDecay());
    }

    @Test
    void warmUpEndsAtTheDecay() {
        ExponentialMovingAverage ema = ExponentialMovingAverage.resume(row(0), 0.9, true, 1000);
        assertThat(ema.currentDecay()).isEqualTo(0.9);
    }

    @Test
    void whatNeverChangesIsAveragedToTheBit() {
        INDArray parameters = Nd4j.rand(DataType.FLOAT, 1, 5_000_003);
        ExponentialMovingAverage ema = ExponentialMovingAverage.of(parameters, 0.9997, false);
        for (int i = 0; i < 20; i++) {
            ema.update(parameters);
        }
        assertThat(ema.average().equalsWithEps(parameters, 0)).isTrue();
    }

    @Test
    void averagesEveryPartOfALongVector() {
        ExponentialMovingAverage ema =
                ExponentialMovingAverage.of(Nd4j.zeros(DataType.FLOAT, 1, 9_000_001), 0.75, false);
        ema.update(Nd4j.ones(DataType.FLOAT, 1, 9_000_001));
        assertThat(ema.average()).isEqualTo(Nd4j.valueArrayOf(new long[] {1, 9_000_001}, 0.25f));
    }

    @Test
    void leavesTheParametersAlone() {
        INDArray parameters = row(1, 2, 3);
        ExponentialMovingAverage ema = ExponentialMovingAverage.of(parameters, 0.5, false);
        ema.update(parameters.mul(2));
        assertThat(parameters).isEqualTo(row(1, 2, 3));
    }

    @Test
    void exchangingTwiceChangesNothing() {
        INDArray parameters = Nd4j.rand(DataType.FLOAT, 1, 1_000_003);
        INDArray before = parameters.dup();
        ExponentialMovingAverage ema = ExponentialMovingAverage.of(parameters, 0.5, false);
        ema.update(parameters.mul(3));
        INDArray average = ema.average().dup();
        ema.exchange(parameters);
        assertThat(parameters).isEqualTo(average);
        assertThat(ema.average()).isEqualTo(before);
        ema.exchange(parameters);
        assertThat(parameters).isEqualTo(before);
        assertThat(ema.average()).isEqualTo(average);
    }

    @Test
    void aDecayOutsideItsRangeIsRefused() {
        assertThatThrownBy(() -> ExponentialMovingAverage.of(row(1), 1, false)).hasMessageContaining("got 1.0");
    }
}
