package org.tresnet4j.runner.schedule;

import java.util.Objects;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A {@link Schedule} as DL4J's updaters take it. Survives JSON and Java serialisation, so a restored network goes on
 * where it was.
 */
public record IterationSchedule(@JsonProperty("schedule") Schedule schedule) implements ISchedule {

    private static final long serialVersionUID = 1L;

    @JsonCreator
    public IterationSchedule {
        Objects.requireNonNull(schedule, "schedule");
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        return schedule.at(iteration);
    }

    /** Itself: it is immutable. */
    @Override
    public ISchedule clone() {
        return this;
    }
}
