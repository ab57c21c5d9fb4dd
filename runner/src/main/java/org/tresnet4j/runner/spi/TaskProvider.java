package org.tresnet4j.runner.spi;

/**
 * Announces a task to the runner; found by {@link java.util.ServiceLoader}.
 *
 * @param <C> the record that the task's own sections of a YAML file are bound to
 */
public interface TaskProvider<C extends Record> {

    /** The value of {@code task:} in a YAML file, e.g. {@code multilabel}. */
    String name();

    /** The record whose components are the task's top-level sections ({@code model}, {@code data}, …). */
    Class<C> configType();

    /**
     * Creates the task. Checks what the configuration alone can tell; opens data only when batches or evaluations are
     * asked for, so that a checkpoint can predict where its training data is not.
     *
     * @throws TaskException when the configuration contradicts itself or names what does not exist
     */
    TrainingTask create(C config, TaskContext context);
}
