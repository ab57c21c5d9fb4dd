package org.tresnet4j.runner.spi;

import java.util.List;
import java.util.Objects;

/**
 * What the runner tells a task about the run.
 *
 * @param seed of the data order, the augmentation and the initial weights
 * @param classes the class names in index order that a checkpoint was trained with; empty when training starts afresh
 */
public record TaskContext(long seed, List<String> classes) {

    public TaskContext {
        classes = List.copyOf(Objects.requireNonNull(classes, "classes"));
    }

    /** A fresh run. */
    public static TaskContext fresh(long seed) {
        return new TaskContext(seed, List.of());
    }
}
