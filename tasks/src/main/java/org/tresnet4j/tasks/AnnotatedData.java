package org.tresnet4j.tasks;

/**
 * Implemented by the configuration record of a task that learns from annotated images, so that they can be examined
 * without the task.
 */
public interface AnnotatedData {

    /** The images and their labels. */
    DataConfig data();
}
