package org.tresnet4j.runner.schedule;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * From one value to another by equal factors, as a learning rate range test does: first·(last/first)^(t/(T − 1)).
 *
 * @param first at iteration 0, positive
 * @param last at iteration T − 1 and after, positive
 * @param iterations T, at least 2
 */
public record ExponentialSchedule(
        @JsonProperty("first") double first,
        @JsonProperty("last") double last,
        @JsonProperty("iterations") long iterations)
        implements Schedule {

    @JsonCreator
    public ExponentialSchedule {
        if (iterations < 2 || first <= 0 || last <= 0) {
            throw new IllegalArgumentException("exponential needs iterations >= 2 and positive ends, got " + iterations
                    + ", " + first + " and " + last);
        }
    }

    @Override
    public double at(long iteration) {
        return first * Math.pow(last / first, Math.min(1, iteration / (iterations - 1.0)));
    }
}
