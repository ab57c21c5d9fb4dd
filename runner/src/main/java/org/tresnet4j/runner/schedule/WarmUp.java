package org.tresnet4j.runner.schedule;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Another schedule, multiplied in the first w iterations by factor + (1 − factor)·t/w (Goyal et al., arXiv 1706.02677).
 *
 * @param schedule the other one, which counts from 0 as if there were no warm-up
 * @param iterations w, at least 1
 * @param factor at iteration 0
 */
public record WarmUp(
        @JsonProperty("schedule") Schedule schedule,
        @JsonProperty("iterations") long iterations,
        @JsonProperty("factor") double factor)
        implements Schedule {

    @JsonCreator
    public WarmUp {
        if (iterations < 1) {
            throw new IllegalArgumentException("warm-up needs iterations >= 1, got " + iterations);
        }
    }

    @Override
    public double at(long iteration) {
        double value = schedule.at(iteration);
        return iteration >= iterations ? value : value * (factor + (1 - factor) * iteration / iterations);
    }
}
