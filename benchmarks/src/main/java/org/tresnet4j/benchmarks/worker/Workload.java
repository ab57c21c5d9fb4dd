package org.tresnet4j.benchmarks.worker;

/** What is measured, step by step. */
@FunctionalInterface
public interface Workload {

    /** Returns when the step's results are there. */
    void step() throws Exception;
}
