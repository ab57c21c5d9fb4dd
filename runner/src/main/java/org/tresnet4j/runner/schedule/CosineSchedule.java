package org.tresnet4j.runner.schedule;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Down by half a cosine: minimum + (first − minimum)/2·(1 + cos πt/T) (Loshchilov and Hutter, arXiv 1608.03983,
 * without restarts; PyTorch's {@code CosineAnnealingLR}); the minimum from T on.
 *
 * @param first at iteration 0
 * @param minimum at iteration T and after
 * @param iterations T, at least 1
 */
public record CosineSchedule(
        @JsonProperty("first") double first,
        @JsonProperty("minimum") double minimum,
        @JsonProperty("iterations") long iterations)
        implements Schedule {

    @JsonCreator
    public CosineSchedule {
        if (iterations < 1) {
            throw new IllegalArgumentException("cosine needs iterations >= 1, got " + iterations);
        }
    }

    @Override
    public double at(long iteration) {
        double part = Math.min(1, (double) iteration / iterations);
        return minimum + (first - minimum) / 2 * (1 + Math.cos(Math.PI * part));
    }
}
