package org.tresnet4j.runner.schedule;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Down to nothing by a power: first·(1 − t/T)^power (PyTorch's {@code PolynomialLR}); 0 from T on.
 *
 * @param first at iteration 0
 * @param power 1 is a straight line
 * @param iterations T, at least 1
 */
public record PolynomialSchedule(
        @JsonProperty("first") double first,
        @JsonProperty("power") double power,
        @JsonProperty("iterations") long iterations)
        implements Schedule {

    @JsonCreator
    public PolynomialSchedule {
        if (iterations < 1 || power <= 0) {
            throw new IllegalArgumentException(
                    "polynomial needs iterations >= 1 and power > 0, got " + iterations + " and " + power);
        }
    }

    @Override
    public double at(long iteration) {
        return first * Math.pow(1 - Math.min(1, (double) iteration / iterations), power);
    }
}
