package org.tresnet4j.runner.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.report.RangeTestChart;
import org.tresnet4j.runner.toy.ToyTask;
import org.tresnet4j.runner.toy.Toys;

class RangeTestTest {

    @TempDir
    private Path folder;

    private static RangeTest.Result run(double from, double to, int iterations, String... overrides) {
        Experiment<?> experiment = Toys.experiment(overrides);
        ToyTask task = Toys.task(experiment);
        TrainingPlan plan =
                new TrainingPlan(experiment.run().train(), experiment.run().seed(), task.batchesPerEpoch());
        return RangeTest.run(task, plan, new RangeTest.Options(from, to, iterations));
    }

    @Test
    void theRateGrowsByEqualFactorsOverSeveralEpochs() {
        RangeTest.Result result = run(1e-6, 1e-2, 17);
        assertThat(result.points()).hasSize(17);
        assertThat(result.points().get(0).rate()).isEqualTo(1e-6);
        assertThat(result.points().get(8).rate()).isBetween(0.99e-4, 1.01e-4);
        assertThat(result.points().get(16).rate()).isBetween(0.99e-2, 1.01e-2);
        assertThat(result.blewUp()).isFalse();
    }

    @Test
    void endsWhereTheLossBlowsUpAndSuggestsARateFarBelow() {
        RangeTest.Result result = run(1e-4, 1e6, 200, "data.batch=64");
        assertThat(result.blewUp()).isTrue();
        double last = result.points().get(result.points().size() - 1).rate();
        assertThat(last).isLessThan(1e5);
        assertThat(result.steepest().orElseThrow()).isLessThan(last / 5);
    }

    @Test
    void fallsFastestWhereItDoes() {
        List<RangeTest.Point> points = IntStream.range(0, 40)
                .mapToObj(i -> new RangeTest.Point(
                        Math.pow(10, -4 + i / 10.0), 0, i < 15 ? 5 : i < 25 ? 5 - (i - 15) * 0.4 : 1))
                .toList();
        assertThat(new RangeTest.Result(points, false).steepest().orElseThrow()).isBetween(0.0049, 0.021);
    }

    @Test
    void aLossThatOnlyGrowsHasNoSuggestion() {
        List<RangeTest.Point> points = IntStream.range(1, 30)
                .mapToObj(i -> new RangeTest.Point(i, i, i))
                .toList();
        assertThat(new RangeTest.Result(points, false).steepest()).isEmpty();
    }

    @Test
    void dataThatIsBrokenFromTheStartIsNamed() {
        assertThatThrownBy(() -> run(1e-6, 1, 20, "data.brokenAt=0"))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("the very first loss is not finite");
    }

    @Test
    void drawsAPicture() throws Exception {
        Path file = folder.resolve("lr.png");
        RangeTestChart.write(run(1e-6, 1e-2, 20), file);
        assertThat(ImageIO.read(file.toFile()).getWidth()).isGreaterThan(1000);
    }
}
