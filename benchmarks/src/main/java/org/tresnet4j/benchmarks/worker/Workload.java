package org.tresnet4j.benchmarks.worker;

import java.util.Optional;

/** What is measured, step by step. */
@FunctionalInterface
public interface Workload {

    /** Returns when the step's results are there. */
    void step() throws Exception;

    /** What a training step keeps for its backward pass; empty where it is not known. */
    default Optional<Double> activationMebibytes() {
        return Optional.empty();
    }
}
