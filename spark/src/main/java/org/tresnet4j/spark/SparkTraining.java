package org.tresnet4j.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.datavec.spark.util.BroadcastHadoopConfigHolder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tresnet4j.runner.RunFolder;
import org.tresnet4j.runner.Training.Outcome;
import org.tresnet4j.runner.checkpoint.Checkpoint;
import org.tresnet4j.runner.checkpoint.CheckpointFolder;
import org.tresnet4j.runner.checkpoint.CheckpointInfo;
import org.tresnet4j.runner.config.ClusterConfig;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.config.TrainConfig;
import org.tresnet4j.runner.device.Doctor;
import org.tresnet4j.runner.listen.MetricsFile;
import org.tresnet4j.runner.listen.TrainingListener;
import org.tresnet4j.runner.report.ReportWriter;
import org.tresnet4j.runner.report.RunReport;
import org.tresnet4j.runner.spi.DistributedTask;
import org.tresnet4j.runner.spi.Picture;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.runner.spi.TrainingTask;
import org.tresnet4j.runner.train.StopSignal;
import org.tresnet4j.runner.train.TrainingPlan;
import org.tresnet4j.runner.train.TrainingResult;
import org.tresnet4j.spark.worker.WorkerTask;

/** A whole run on a cluster: from the same YAML file to the same folder as a run on one machine. Used once. */
public final class SparkTraining {

    private static final Logger LOG = LoggerFactory.getLogger(SparkTraining.class);
    private static final int PICTURES = 12;

    private final Tasks tasks;
    private final Clock clock = Clock.systemDefaultZone();
    private final StopSignal stop = new StopSignal();
    private final List<TrainingListener> listeners = new ArrayList<>();
    private Optional<String> master = Optional.empty();
    private List<String> settings = List.of();
    private Optional<Path> resumed = Optional.empty();
    private long imagesSeen;

    public SparkTraining(Tasks tasks) {
        this.tasks = tasks;
    }

    /** Spark's URL; otherwise what {@code spark-submit} was told, otherwise {@code local[*]}: this process. */
    public SparkTraining master(Optional<String> url) {
        master = url;
        return this;
    }

    /** Settings of Spark, {@code key=value}. */
    public SparkTraining settings(List<String> keysAndValues) {
        settings = List.copyOf(keysAndValues);
        return this;
    }

    /** Goes on from a checkpoint with the state of training ({@code iteration-N.zip}) of an earlier run of the configuration. */
    public SparkTraining resume(Optional<Path> checkpoint) {
        resumed = checkpoint;
        return this;
    }

    /** Adds a listener; a round counts as one step. */
    public SparkTraining listen(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Finishes the current round, saves the state and lets {@link #run} return; from any thread, at any time. */
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
     * @throws TaskException when the data, the folder, the cluster or the training has
     */
    public Outcome run(Path config, List<String> overrides, Optional<Path> out) {
        Experiment<?> experiment = new ConfigLoader(tasks).load(config, overrides);
        RunFolder folder = out.map(RunFolder::new)
                .orElseGet(() -> RunFolder.named(config, clock))
                .requireUnused();
        resumed.ifPresent(Checkpoint::open);
        requireClusterKeys(experiment.run().train());
        DistributedTask task = distributed(experiment);
        int batches = task.batchesPerEpoch();
        try (Cluster cluster = Cluster.start("tresnet " + config.getFileName(), master, settings)) {
            ClusterConfig options = options(experiment);
            Workers workers = new Workers(options.workers().orElseGet(cluster::slots), options.averagingFrequency());
            ClusterEvaluation evaluation =
                    new ClusterEvaluation(cluster.context(), task, work(experiment, task, cluster), workers.number());
            check(evaluation);
            return train(experiment, folder, evaluation, workers, batches);
        }
    }

    /** What the loop on a cluster does not do is refused, not left out in silence. */
    private static void requireClusterKeys(TrainConfig train) {
        Map<String, Boolean> asked = new LinkedHashMap<>();
        asked.put("train.gradients.accumulate", train.gradients().accumulate() > 1);
        asked.put("train.gradients.clipNorm", train.gradients().clipNorm().isPresent());
        asked.put("train.optimizer.layerRates", train.optimizer().layerRates().isPresent());
        asked.put("train.workers.count", train.workers().several());
        asked.put(
                "train.evaluateEveryIterations", train.evaluateEveryIterations().isPresent());
        asked.put(
                "train.checkpoint.everyIterations",
                train.checkpoint().everyIterations().isPresent());
        asked.put(
                "train.earlyStopping.patience", train.earlyStopping().patience().isPresent());
        List<String> keys = asked.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
        if (!keys.isEmpty()) {
            throw new TaskException("training on a cluster does not heed " + String.join(", ", keys)
                    + "; remove it from the configuration, or train on one machine with 'tresnet train'");
        }
    }

    /** After the run: images that workers have learnt from, those of every epoch counted. */
    public long imagesSeen() {
        return imagesSeen;
    }

    static DistributedTask distributed(Experiment<?> experiment) {
        TrainingTask task = experiment.createTask(List.of());
        if (task instanceof DistributedTask distributed) {
            return distributed;
        }
        throw new TaskException("task " + experiment.run().task()
                + " cannot be trained on a cluster; train it on one machine with 'tresnet train'");
    }

    private static ClusterConfig options(Experiment<?> experiment) {
        return experiment.run().cluster().orElse(ClusterConfig.DEFAULTS);
    }

    private static WorkerTask work(Experiment<?> experiment, DistributedTask task, Cluster cluster) {
        String root = options(experiment)
                .data()
                .orElseGet(
                        () -> task.root().toAbsolutePath().normalize().toUri().toString());
        return new WorkerTask(
                experiment.toYaml(), task.classes(), root, BroadcastHadoopConfigHolder.get(cluster.context()));
    }

    /** What can go wrong on executors at once does, before a network is made. */
    private static void check(ClusterEvaluation evaluation) {
        List<Integer> one = IntStream.range(0, evaluation.workers()).boxed().toList();
        WorkerTask work = evaluation.work();
        ClusterFault.translating(() -> {
            evaluation.context().parallelize(one, one.size()).foreach(worker -> work.check());
            return one;
        });
    }

    private Outcome train(
            Experiment<?> experiment, RunFolder folder, ClusterEvaluation evaluation, Workers workers, int batches) {
        DistributedTask task = evaluation.task();
        TrainingPlan plan = TrainingPlan.of(experiment, workers.iterations(batches));
        ComputationGraph network = task.network(plan.network());
        String yaml = experiment.toYaml();
        // only now: a run that could not begin leaves nothing behind
        folder.create(yaml);
        CheckpointFolder checkpoints = new CheckpointFolder(
                folder.checkpoints(), plan.config().checkpoint().keep());
        List<TrainingListener> all = new ArrayList<>(listeners);
        all.add(new MetricsFile(folder.metrics(), clock));
        LOG.info(
                "{} workers, averaged after every {} iterations of {} images each",
                workers.number(),
                workers.averagingFrequency(),
                task.batchSize());
        ClusterTrainer trainer = new ClusterTrainer(
                evaluation,
                network,
                plan,
                workers,
                checkpoints,
                CheckpointInfo.start(
                        experiment.run().task(), task.classes(), yaml, task.preprocessing(), task.dataFingerprint()),
                all,
                stop);
        resumed.map(Checkpoint::open).ifPresent(checkpoint -> {
            trainer.resume(checkpoint);
            keepBest(checkpoint, checkpoints);
        });
        TrainingResult result = trainer.run();
        imagesSeen = trainer.images();
        report(experiment, folder, result, pictures(task, network, checkpoints, folder, result));
        return new Outcome(folder, result);
    }

    /** What was best so far lies beside the checkpoint; it stays the best until something is better. */
    private static void keepBest(Checkpoint checkpoint, CheckpointFolder checkpoints) {
        Path earlier = checkpoint.file().resolveSibling(checkpoints.best().getFileName());
        if (!Files.exists(earlier)) {
            return;
        }
        try {
            Files.copy(earlier, checkpoints.best());
        } catch (IOException e) {
            throw new TaskException(checkpoints.best() + ": cannot be copied from " + earlier + " (" + e + ")", e);
        }
    }

    /** The driver may be where the images are not: then the report does without. */
    private static List<Picture> pictures(
            TrainingTask task,
            ComputationGraph network,
            CheckpointFolder checkpoints,
            RunFolder folder,
            TrainingResult result) {
        if (result.interrupted() || result.best().isEmpty() || !Files.exists(checkpoints.best())) {
            return List.of();
        }
        Checkpoint.open(checkpoints.best()).loadInto(network);
        try {
            return task.showcase(network, folder.pictures(), PICTURES);
        } catch (RuntimeException e) {
            LOG.warn("the report has no pictures, for the driver cannot read the images: {}", e.getMessage());
            return List.of();
        }
    }

    private static void report(
            Experiment<?> experiment, RunFolder folder, TrainingResult result, List<Picture> pictures) {
        RunReport report = new RunReport(
                folder.path().toAbsolutePath().getFileName().toString(),
                experiment.run().task(),
                result.interrupted() ? Optional.of("Training was stopped before its planned end.") : Optional.empty(),
                result.imagesPerSecond(),
                result.duration(),
                result.history(),
                pictures,
                experiment.toYaml(),
                Doctor.describe());
        new ReportWriter(folder.reportFiles()).write(report);
    }
}
