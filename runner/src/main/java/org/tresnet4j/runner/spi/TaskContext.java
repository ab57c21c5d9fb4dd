package org.tresnet4j.runner.spi;

import java.util.List;
import java.util.Objects;

/**
 * What the runner tells a task about the run.
 *
 * @param seed of the data order, the augmentation and the initial weights
 * @param classes the class names in index order that a checkpoint was trained with; empty when training starts afresh
 * @param places of the keys of its configuration
 */
public record TaskContext(long seed, List<String> classes, Places places) {

    public TaskContext {
        classes = List.copyOf(Objects.requireNonNull(classes, "classes"));
        Objects.requireNonNull(places, "places");
    }

    /** A fresh run. */
    public static TaskContext fresh(long seed) {
        return new TaskContext(seed, List.of(), Places.UNKNOWN);
    }
}
