package org.tresnet4j.runner.config;

import java.util.List;
import org.tresnet4j.runner.spi.Places;
import org.tresnet4j.runner.spi.TaskContext;
import org.tresnet4j.runner.spi.TaskProvider;
import org.tresnet4j.runner.spi.TrainingTask;

/**
 * A configuration that has been read and checked.
 *
 * @param run the runner's keys
 * @param provider the task
 * @param task the task's keys
 * @param places where they are written
 * @param <C> the task's configuration
 */
public record Experiment<C extends Record>(RunConfig run, TaskProvider<C> provider, C task, Places places) {

    /** The whole configuration with every default filled in; reads back equal. */
    public String toYaml() {
        return YamlWriter.write(List.of(run, task));
    }

    /**
     * Makes the task.
     *
     * @param classes a checkpoint's class names; empty to start afresh
     */
    public TrainingTask createTask(List<String> classes) {
        return provider.create(task, new TaskContext(run.seed(), classes, places));
    }
}
