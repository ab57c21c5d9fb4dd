package org.tresnet4j.runner.listen;

/**
 * What a listener is told before the first step.
 *
 * @param firstIteration steps done before this run, 0 unless resumed
 * @param iterations steps that will have been done at the end unless something stops the run
 * @param epochs to run
 * @param parameters of the network
 */
public record Outline(long firstIteration, long iterations, int epochs, long parameters) {}
