package org.tresnet4j.runner;

import java.nio.file.Path;
import java.util.List;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.device.ComputeThreads;
import org.tresnet4j.runner.report.RangeTestChart;
import org.tresnet4j.runner.spi.TrainingTask;
import org.tresnet4j.runner.train.RangeTest;
import org.tresnet4j.runner.train.TrainingPlan;

/** A learning rate range test of an experiment, before it is trained. */
public final class LearningRateSearch {

    private LearningRateSearch() {}

    /**
     * Runs the test and draws its picture.
     *
     * @param config the YAML file
     * @param overrides {@code key=value}
     * @param picture a PNG file to write
     * @throws org.tresnet4j.runner.spi.TaskException when configuration or data have faults
     */
    public static RangeTest.Result run(
            Tasks tasks, Path config, List<String> overrides, RangeTest.Options options, Path picture) {
        Experiment<?> experiment = new ConfigLoader(tasks).load(config, overrides);
        TrainingTask task = experiment.createTask(List.of());
        TrainingPlan plan = TrainingPlan.of(experiment, task.batchesPerEpoch());
        RangeTest.Result result =
                ComputeThreads.during(plan.config().threads(), () -> RangeTest.run(task, plan, options));
        RangeTestChart.write(result, picture);
        return result;
    }
}
