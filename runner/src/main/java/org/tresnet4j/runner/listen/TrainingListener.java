package org.tresnet4j.runner.listen;

/** Is told what happens in the loop, on the loop's own thread. An exception ends the run. */
public interface TrainingListener {

    /** Before the first step. */
    default void started(Outline outline) {}

    /** After each step. */
    default void stepped(Step step) {}

    /** After a step that changed nothing. */
    default void skipped(SkippedStep step) {}

    /**
     * After each evaluation. The network then holds the weights that were measured.
     *
     * @param best whether it is better than all before
     */
    default void evaluated(Measurement measurement, boolean best) {}

    /** At the end, also when the run failed. */
    default void ended() {}
}
