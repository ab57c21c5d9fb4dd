package org.tresnet4j.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.tresnet4j.runner.checkpoint.Checkpoint;
import org.tresnet4j.runner.checkpoint.CheckpointFolder;
import org.tresnet4j.runner.checkpoint.CheckpointInfo;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.PredictionReport;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.runner.spi.TrainingTask;

/**
 * A checkpoint with its task. The network is the one described in the file, not one that the task builds anew: so it
 * needs no file of initial weights, and stays what it was when defaults of the code change.
 */
public final class TrainedModel {

    private final CheckpointInfo info;
    private final TrainingTask task;
    private final ComputationGraph network;

    private TrainedModel(CheckpointInfo info, TrainingTask task, ComputationGraph network) {
        this.info = info;
        this.task = task;
        this.network = network;
    }

    /**
     * Loads.
     *
     * @param path a checkpoint, or the folder of a run, whose best one is taken
     * @param overrides {@code key=value} over the saved configuration, for data that now lies elsewhere
     * @throws org.tresnet4j.runner.checkpoint.CheckpointException when the file cannot be used
     * @throws org.tresnet4j.runner.config.ConfigException when an override is wrong, or the task is not installed
     */
    public static TrainedModel load(Tasks tasks, Path path, List<String> overrides) {
        Path file = Files.isDirectory(path)
                ? CheckpointFolder.existing(new RunFolder(path).checkpoints()).forPrediction()
                : path;
        Checkpoint checkpoint = Checkpoint.open(file);
        CheckpointInfo info = checkpoint.info();
        Experiment<?> experiment = new ConfigLoader(tasks).parse("configuration in " + file, info.config(), overrides);
        return new TrainedModel(info, experiment.createTask(info.classes()), checkpoint.network());
    }

    /** What the checkpoint says about itself. */
    public CheckpointInfo info() {
        return info;
    }

    /** The network, ready to predict. */
    public ComputationGraph network() {
        return network;
    }

    /**
     * The task as something that the runner does not ask of tasks, if it is that.
     *
     * @param type an interface that some tasks implement
     */
    public <T> Optional<T> taskAs(Class<T> type) {
        return type.isInstance(task) ? Optional.of(type.cast(task)) : Optional.empty();
    }

    /** The splits that can be evaluated. */
    public List<String> evaluationSplits() {
        return task.evaluationSplits();
    }

    /**
     * Measures.
     *
     * @param split one of {@link #evaluationSplits}; otherwise the first of them
     */
    public Evaluation evaluate(Optional<String> split) {
        return task.evaluate(
                network, split.orElseGet(() -> task.evaluationSplits().get(0)));
    }

    /**
     * Predicts.
     *
     * @param images files
     * @param out a folder; made if it is not there
     */
    public PredictionReport predict(List<Path> images, Path out) {
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new TaskException(out + ": cannot be made (" + e + "); choose another --out", e);
        }
        return task.predict(network, images, out);
    }
}
