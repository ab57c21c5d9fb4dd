package org.tresnet4j.runner;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.tresnet4j.runner.checkpoint.Checkpoint;
import org.tresnet4j.runner.checkpoint.CheckpointFolder;
import org.tresnet4j.runner.checkpoint.CheckpointInfo;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.device.ComputeThreads;
import org.tresnet4j.runner.device.Doctor;
import org.tresnet4j.runner.listen.MetricsFile;
import org.tresnet4j.runner.listen.TrainingListener;
import org.tresnet4j.runner.report.ReportWriter;
import org.tresnet4j.runner.report.RunReport;
import org.tresnet4j.runner.spi.Picture;
import org.tresnet4j.runner.spi.TrainingTask;
import org.tresnet4j.runner.train.StopSignal;
import org.tresnet4j.runner.train.Trainer;
import org.tresnet4j.runner.train.TrainingPlan;
import org.tresnet4j.runner.train.TrainingResult;

/** A whole run: from a YAML file to a folder with checkpoints, metrics and a report. Used once. */
public final class Training {

    private static final int PICTURES = 12;

    private final Tasks tasks;
    private final Clock clock;
    private final StopSignal stop = new StopSignal();
    private final List<TrainingListener> listeners = new ArrayList<>();

    public Training(Tasks tasks) {
        this(tasks, Clock.systemDefaultZone());
    }

    Training(Tasks tasks, Clock clock) {
        this.tasks = tasks;
        this.clock = clock;
    }

    /**
     * What a run left behind.
     *
     * @param folder with its files
     * @param result of the training
     */
    public record Outcome(RunFolder folder, TrainingResult result) {}

    /** Adds a listener, see {@link org.tresnet4j.runner.listen.Console}. */
    public Training listen(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Finishes the current step, saves {@code last.zip} and lets {@link #run} return; from any thread, at any time. */
    public void requestStop() {
        stop.request();
    }

    /**
     * Trains.
     *
     * @param config the YAML file
     * @param overrides {@code key=value}
     * @param out the run's folder, new or empty; otherwise {@code runs/<config name>-<time>}
     * @throws org.tresnet4j.runner.config.ConfigException when the configuration has faults
     * @throws org.tresnet4j.runner.spi.TaskException when the data, the folder or the training has
     */
    public Outcome run(Path config, List<String> overrides, Optional<Path> out) {
        Experiment<?> experiment = new ConfigLoader(tasks).load(config, overrides);
        RunFolder folder = out.map(RunFolder::new)
                .orElseGet(() -> RunFolder.named(config, clock))
                .requireUnused();
        TrainingTask task = experiment.createTask(List.of());
        TrainingPlan plan =
                new TrainingPlan(experiment.run().train(), experiment.run().seed(), task.batchesPerEpoch());
        ComputationGraph network = task.network(plan.network());
        String yaml = experiment.toYaml();
        // only now: a run that could not begin leaves nothing behind
        folder.create(yaml);
        CheckpointFolder checkpoints = new CheckpointFolder(folder.checkpoints());
        Trainer trainer = new Trainer(
                        task,
                        network,
                        plan,
                        checkpoints,
                        CheckpointInfo.start(experiment.run().task(), task.classes(), yaml))
                .stopOn(stop)
                .listen(new MetricsFile(folder.metrics(), clock));
        listeners.forEach(trainer::listen);
        TrainingResult result = ComputeThreads.during(plan.config().threads(), trainer::run);
        report(folder, experiment, result, pictures(task, network, checkpoints, folder, result));
        return new Outcome(folder, result);
    }

    /** Who stops a run does not want to wait for pictures. */
    private static List<Picture> pictures(
            TrainingTask task,
            ComputationGraph network,
            CheckpointFolder checkpoints,
            RunFolder folder,
            TrainingResult result) {
        if (result.interrupted() || result.best().isEmpty()) {
            return List.of();
        }
        Checkpoint.open(checkpoints.best()).loadInto(network);
        return task.showcase(network, folder.pictures(), PICTURES);
    }

    private static void report(
            RunFolder folder, Experiment<?> experiment, TrainingResult result, List<Picture> pictures) {
        RunReport report = new RunReport(
                folder.path().toAbsolutePath().getFileName().toString(),
                experiment.run().task(),
                result.interrupted(),
                result.imagesPerSecond(),
                result.duration(),
                result.history(),
                pictures,
                experiment.toYaml(),
                Doctor.describe());
        ReportWriter.write(report, folder.report(), folder.pictures());
    }
}
