package org.tresnet4j.tasks;

import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.tresnet4j.runner.TrainedModel;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.runner.spi.TaskProvider;

/**
 * A checkpoint of a task that a program knows.
 *
 * @param task as the checkpoint's configuration says
 * @param network ready to predict
 */
public record TaskModel<T>(T task, ComputationGraph network) {

    /**
     * Loads.
     *
     * @param path a checkpoint, or the folder of a run, whose best one is taken
     * @param overrides {@code key=value} over the saved configuration
     * @param provider the task's
     * @param type what the provider creates
     * @throws TaskException when the checkpoint cannot be used, or is another task's
     */
    public static <T> TaskModel<T> load(Path path, List<String> overrides, TaskProvider<?> provider, Class<T> type) {
        TrainedModel model = TrainedModel.load(Tasks.installed(), path, overrides);
        T task = model.taskAs(type)
                .orElseThrow(() -> new TaskException(path + ": is a model of the task '"
                        + model.info().task() + "', not of '" + provider.name() + "'; load it as that"));
        return new TaskModel<>(task, model.network());
    }
}
