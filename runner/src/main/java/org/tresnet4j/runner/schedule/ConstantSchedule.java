package org.tresnet4j.runner.schedule;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** The same value throughout. */
public record ConstantSchedule(@JsonProperty("value") double value) implements Schedule {

    @JsonCreator
    public ConstantSchedule {}

    @Override
    public double at(long iteration) {
        return value;
    }
}
