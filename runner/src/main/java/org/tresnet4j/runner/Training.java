package org.tresnet4j.runner;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tresnet4j.runner.checkpoint.Checkpoint;
import org.tresnet4j.runner.checkpoint.CheckpointFolder;
import org.tresnet4j.runner.checkpoint.CheckpointInfo;
import org.tresnet4j.runner.checkpoint.Progress;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.device.ComputeThreads;
import org.tresnet4j.runner.device.Doctor;
import org.tresnet4j.runner.device.RequiredDevice;
import org.tresnet4j.runner.listen.MetricsFile;
import org.tresnet4j.runner.listen.TrainingListener;
import org.tresnet4j.runner.report.LiveReport;
import org.tresnet4j.runner.report.ReportWriter;
import org.tresnet4j.runner.report.RunReport;
import org.tresnet4j.runner.spi.Picture;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.runner.spi.TrainingTask;
import org.tresnet4j.runner.train.StopSignal;
import org.tresnet4j.runner.train.Trainer;
import org.tresnet4j.runner.train.TrainingPlan;
import org.tresnet4j.runner.train.TrainingResult;

/** A whole run: from a YAML file to a folder with checkpoints, metrics and a report. Used once. */
public final class Training {

    private static final Logger LOG = LoggerFactory.getLogger(Training.class);
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

    /** Finishes the current step, saves the state and lets {@link #run} return; from any thread, at any time. */
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
     * @throws TaskException when the data, the folder or the training has
     */
    public Outcome run(Path config, List<String> overrides, Optional<Path> out) {
        Experiment<?> experiment = new ConfigLoader(tasks).load(config, overrides);
        RunFolder folder = out.map(RunFolder::new)
                .orElseGet(() -> RunFolder.named(config, clock))
                .requireUnused();
        TrainingTask task = experiment.createTask(List.of());
        return train(experiment, task, origin(experiment, task), folder, Optional.empty());
    }

    /**
     * Goes on with a run that was stopped or killed, as if it had not been: from its latest intact state, with its own
     * configuration.
     *
     * @param run its folder
     * @param overrides {@code key=value} over its configuration, e.g. for more epochs or data that now lies elsewhere
     * @param changedData whether data is accepted that is not what the run began with
     * @throws TaskException when there is no run or it is complete, its data has changed, or its files are damaged
     */
    public Outcome resume(Path run, List<String> overrides, boolean changedData) {
        RunFolder folder = new RunFolder(run).requireRun();
        Checkpoint state = CheckpointFolder.existing(folder.checkpoints()).latestIntact(LOG::warn);
        CheckpointInfo info = state.info();
        LOG.info(
                "going on after iteration {} (epoch {}), from {}",
                info.progress().iteration(),
                info.progress().epoch() + 1,
                state.file());
        Experiment<?> experiment =
                new ConfigLoader(tasks).parse("configuration in " + state.file(), info.config(), overrides);
        TrainingTask task = experiment.createTask(info.classes());
        CheckpointInfo origin = origin(experiment, task);
        if (!changedData) {
            requireSameData(info, origin, run);
        }
        return train(experiment, task, origin, folder, Optional.of(state));
    }

    private static CheckpointInfo origin(Experiment<?> experiment, TrainingTask task) {
        return CheckpointInfo.start(
                experiment.run().task(),
                task.classes(),
                experiment.toYaml(),
                task.preprocessing(),
                task.dataFingerprint());
    }

    private static void requireSameData(CheckpointInfo info, CheckpointInfo origin, Path run) {
        if (!info.dataFingerprint().equals(origin.dataFingerprint())) {
            throw new TaskException(run + ": the images or annotations are not those that the run began with, so it"
                    + " would not go on as if never interrupted; restore them, or accept the change with"
                    + " --changed-data");
        }
    }

    private Outcome train(
            Experiment<?> experiment,
            TrainingTask task,
            CheckpointInfo origin,
            RunFolder folder,
            Optional<Checkpoint> state) {
        RequiredDevice.check(experiment.run().device());
        task.requireData();
        TrainingPlan plan = TrainingPlan.of(experiment, task.batchesPerEpoch());
        state.ifPresent(checkpoint -> requireUnfinished(checkpoint, plan, folder));
        ComputationGraph network = task.network(plan.network());
        CheckpointFolder checkpoints = new CheckpointFolder(
                folder.checkpoints(), plan.config().checkpoint().keep());
        Trainer trainer = new Trainer(task, network, plan, checkpoints, origin);
        state.ifPresent(trainer::resume);
        // only now: a run that could not begin leaves nothing behind
        RunLock lock = folder.lock();
        try {
            folder.create(origin.config());
            Progress before =
                    state.map(checkpoint -> checkpoint.info().progress()).orElse(Progress.START);
            ReportWriter writer = new ReportWriter(folder.reportFiles());
            RunReport report = report(folder, experiment, before);
            trainer.stopOn(stop)
                    .listen(new MetricsFile(folder.metrics(), clock))
                    .listen(new LiveReport(
                            report, writer, () -> task.showcase(network, folder.pictures(), PICTURES), clock));
            listeners.forEach(trainer::listen);
            TrainingResult result = ComputeThreads.during(plan.config().threads(), trainer::run);
            writer.write(report.at(
                    result.history(),
                    result.imagesPerSecond(),
                    result.duration(),
                    pictures(task, network, checkpoints, folder, result),
                    notice(result)));
            return new Outcome(folder, result);
        } finally {
            lock.close();
        }
    }

    private static void requireUnfinished(Checkpoint state, TrainingPlan plan, RunFolder folder) {
        Progress progress = state.info().progress();
        if (progress.epoch() >= plan.config().epochsToRun() || progress.iteration() >= plan.iterations()) {
            throw new TaskException(folder.path() + ": this run is complete (" + progress.iteration()
                    + " iterations, " + progress.epoch()
                    + " epochs); to train on, raise what ended it, e.g. --set train.epochs="
                    + 2 * plan.config().epochs());
        }
    }

    private static Optional<String> notice(TrainingResult result) {
        List<String> sentences = new ArrayList<>();
        switch (result.ending()) {
            case COMPLETED -> {}
            case NO_BETTER -> sentences.add("Training ended early, as nothing got better any more.");
            case INTERRUPTED -> sentences.add("Training was stopped before its planned end.");
        }
        if (result.skippedSteps() > 0) {
            sentences.add(
                    result.skippedSteps() + " steps were skipped, as their loss or gradient was not a finite number.");
        }
        return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", sentences));
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

    private static RunReport report(RunFolder folder, Experiment<?> experiment, Progress before) {
        return new RunReport(
                folder.path().toAbsolutePath().getFileName().toString(),
                experiment.run().task(),
                Optional.empty(),
                0,
                Duration.ofMillis((long) (1000 * before.seconds())),
                before.history(),
                List.of(),
                experiment.toYaml(),
                Doctor.describe());
    }
}
