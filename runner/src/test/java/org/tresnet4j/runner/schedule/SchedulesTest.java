package org.tresnet4j.runner.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tresnet4j.runner.config.TrainConfig;
import org.tresnet4j.runner.toy.Toys;

/** The golden numbers are those of the schedulers in PyTorch 1.13. */
class SchedulesTest {

    private static final double RELATIVE = 1e-12;

    private static void assertAt(Schedule schedule, long iteration, double expected) {
        assertThat(schedule.at(iteration)).isCloseTo(expected, within(Math.abs(expected) * RELATIVE));
    }

    private static Schedule oneCycle(
            double peak, long iterations, double rise, double startDivisor, double endDivisor) {
        double first = peak / startDivisor;
        return new OneCycleSchedule(first, peak, first / endDivisor, iterations, rise);
    }

    @Test
    void polynomialEqualsPyTorch() {
        Schedule schedule = new PolynomialSchedule(0.3, 2, 10);
        double[] expected = {0.3, 0.243, 0.192, 0.147, 0.108, 0.075, 0.048, 0.027, 0.012, 0.003, 0, 0};
        for (int i = 0; i < expected.length; i++) {
            assertThat(schedule.at(i)).isCloseTo(expected[i], within(1e-15));
        }
    }

    @Test
    void exponentialGoesByEqualFactors() {
        Schedule schedule = new ExponentialSchedule(1e-6, 1, 7);
        for (int i = 0; i < 7; i++) {
            assertAt(schedule, i, Math.pow(10, i - 6));
        }
        assertAt(schedule, 20, 1);
    }

    @Test
    void momentumCyclesAsInPyTorch() {
        TrainConfig train = Toys.experiment("train.schedule.type=one-cycle", "train.schedule.cycleMomentum=true")
                .run()
                .train();
        Schedule schedule = Schedules.momentum(train.schedule(), 0.9, 4, 5);
        double[] expected = {0.95, 0.925, 0.875, 0.85, 0.8509607359798385, 0.8538060233744357};
        for (int i = 0; i < expected.length; i++) {
            assertAt(schedule, i, expected[i]);
        }
    }

    @Test
    void momentumIsTheOptimizersOwnUnlessItCycles() {
        TrainConfig train =
                Toys.experiment("train.schedule.type=one-cycle").run().train();
        assertThat(Schedules.momentum(train.schedule(), 0.9, 4, 5)).isEqualTo(new ConstantSchedule(0.9));
    }

    @Test
    void oneCycleEqualsPyTorch() {
        Schedule schedule = oneCycle(1e-4, 20, 0.2, 25, 1e4);
        assertAt(schedule, 0, 4.000000000000002e-06);
        assertAt(schedule, 1, 2.8000000000000003e-05);
        assertAt(schedule, 3, 0.0001);
        assertAt(schedule, 4, 9.903926786310545e-05);
        assertAt(schedule, 10, 5.975467708274202e-05);
        assertAt(schedule, 18, 9.611321368945592e-07);
        assertAt(schedule, 19, 3.9999999999999996e-10);
    }

    @Test
    void oneCycleWithOtherDivisorsEqualsPyTorch() {
        Schedule schedule = oneCycle(0.3, 100, 0.3, 10, 100);
        assertAt(schedule, 0, 0.03);
        assertAt(schedule, 10, 0.1017648605055283);
        assertAt(schedule, 29, 0.3);
        assertAt(schedule, 30, 0.299849111021216);
        assertAt(schedule, 31, 0.29939674795518656);
        assertAt(schedule, 64, 0.15014999999999998);
        assertAt(schedule, 98, 0.00045088897878400874);
        assertAt(schedule, 99, 0.0003);
    }

    @Test
    void oneCycleStaysAtItsEnd() {
        assertAt(oneCycle(1, 10, 0.5, 25, 100), 1000, 4e-4);
    }

    @Test
    void oneCycleOfVeryFewIterationsHasNumbers() {
        for (int iterations = 1; iterations < 6; iterations++) {
            Schedule schedule = oneCycle(1, iterations, 0.2, 25, 1e4);
            for (int i = 0; i < iterations; i++) {
                assertThat(schedule.at(i)).isFinite().isPositive();
            }
        }
    }

    @Test
    void cosineEqualsPyTorch() {
        Schedule schedule = new CosineSchedule(0.1, 0.001, 50);
        assertAt(schedule, 0, 0.1);
        assertAt(schedule, 1, 0.09990232305719944);
        assertAt(schedule, 10, 0.09054634122155988);
        assertAt(schedule, 25, 0.0505);
        assertAt(schedule, 49, 0.0010976769428005578);
        assertAt(schedule, 50, 0.001);
        assertAt(schedule, 60, 0.001);
    }

    @Test
    void stepEqualsPyTorch() {
        Schedule schedule = new StepSchedule(0.02, 0.1, List.of(8L, 11L));
        assertAt(schedule, 7, 0.02);
        assertAt(schedule, 8, 0.002);
        assertAt(schedule, 10, 0.002);
        assertAt(schedule, 11, 0.0002);
        assertAt(schedule, 12, 0.0002);
    }

    @Test
    void warmUpRisesLinearlyToTheScheduleItself() {
        Schedule schedule = new WarmUp(new ConstantSchedule(0.01), 500, 0.001);
        assertAt(schedule, 0, 0.00001);
        assertAt(schedule, 250, 0.005005);
        assertAt(schedule, 500, 0.01);
    }

    @Test
    void milestonesAreEpochsAndWarmUpIsIterations() {
        TrainConfig train = Toys.experiment(
                        "train.epochs=12",
                        "train.schedule.type=step",
                        "train.schedule.milestones=[8, 11]",
                        "train.schedule.warmupIterations=10",
                        "train.schedule.warmupFactor=0")
                .run()
                .train();
        Schedule schedule = Schedules.learningRate(train.schedule(), 0.5, train.epochs(), 100);
        assertAt(schedule, 0, 0);
        assertAt(schedule, 5, 0.25);
        assertAt(schedule, 799, 0.5);
        assertAt(schedule, 800, 0.05);
        assertAt(schedule, 1100, 0.005);
    }

    @Test
    void oneCycleIsPlannedOverAllEpochs() {
        TrainConfig train = Toys.experiment(
                        "train.epochs=4", "train.stopAfterEpochs=2", "train.schedule.type=one-cycle")
                .run()
                .train();
        assertThat(Schedules.learningRate(train.schedule(), 1e-4, train.epochs(), 5))
                .isEqualTo(oneCycle(1e-4, 20, 0.2, 25, 10_000));
    }

    @Test
    void impossibleSchedulesAreRefused() {
        assertThatThrownBy(() -> oneCycle(1, 0, 0.2, 25, 1e4)).hasMessageContaining("iterations >= 1");
        assertThatThrownBy(() -> new CosineSchedule(1, 0, 0)).hasMessageContaining("iterations >= 1");
        assertThatThrownBy(() -> new WarmUp(new ConstantSchedule(1), 0, 0)).hasMessageContaining("iterations >= 1");
    }
}
