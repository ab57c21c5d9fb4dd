package org.tresnet4j.runner.schedule;

import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Multiplied by a factor at each milestone (PyTorch's {@code MultiStepLR}).
 *
 * @param first before the first milestone
 * @param factor at each milestone
 * @param milestones iterations, increasing; the factor counts from each of them on
 */
public record StepSchedule(
        @JsonProperty("first") double first,
        @JsonProperty("factor") double factor,
        @JsonProperty("milestones") List<Long> milestones)
        implements Schedule {

    @JsonCreator
    public StepSchedule {
        milestones = List.copyOf(milestones);
    }

    @Override
    public double at(long iteration) {
        long passed =
                milestones.stream().filter(milestone -> iteration >= milestone).count();
        return first * Math.pow(factor, passed);
    }
}
