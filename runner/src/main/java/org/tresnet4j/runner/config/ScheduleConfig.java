package org.tresnet4j.runner.config;

import com.google.common.collect.Comparators;
import java.util.Comparator;
import java.util.List;

/** {@code train.schedule}: the learning rate over the planned iterations. */
public record ScheduleConfig(
        @Key(
                value =
                        "the shape: constant, one-cycle (PyTorch's OneCycleLR), cosine, polynomial or step (at milestones)",
                defaultValue = "constant")
        Type type,

        @Key(value = "iterations over which the rate rises linearly to the schedule's own", defaultValue = "0", min = 0)
        int warmupIterations,

        @Key(
                value = "what the rate is multiplied by at the first iteration of the warm-up",
                defaultValue = "0.001",
                min = 0,
                max = 1,
                when = "warmupIterations!=0")
        double warmupFactor,

        @Key(
                value = "the part of all iterations in which the rate rises",
                defaultValue = "0.2",
                above = 0,
                below = 1,
                when = "type=one-cycle")
        double riseFraction,

        @Key(
                value = "the first rate is learningRate / startDivisor",
                defaultValue = "25",
                above = 0,
                when = "type=one-cycle")
        double startDivisor,

        @Key(
                value = "the last rate is the first / endDivisor",
                defaultValue = "10000",
                above = 0,
                when = "type=one-cycle")
        double endDivisor,

        @Key(
                value =
                        "whether the momentum (adam: beta1) falls while the rate rises and rises while it falls, instead of"
                                + " the optimizer's own; PyTorch's OneCycleLR does so unless told otherwise",
                defaultValue = "false",
                when = "type=one-cycle")
        boolean cycleMomentum,

        @Key(
                value = "the momentum at the peak of the rate",
                defaultValue = "0.85",
                min = 0,
                below = 1,
                when = "cycleMomentum=true")
        double minMomentum,

        @Key(
                value = "the momentum at the beginning and the end",
                defaultValue = "0.95",
                min = 0,
                below = 1,
                when = "cycleMomentum=true")
        double maxMomentum,

        @Key(value = "the rate at the end", defaultValue = "0", min = 0, when = "type=cosine")
        double minimum,

        @Key(
                value = "the power of the decline; 1 is a straight line",
                defaultValue = "1",
                above = 0,
                when = "type=polynomial")
        double power,

        @Key(value = "epochs after which the rate is multiplied by gamma, increasing", min = 1, when = "type=step")
        List<Integer> milestones,

        @Key(value = "the factor at each milestone", defaultValue = "0.1", above = 0, max = 1, when = "type=step")
        double gamma) {

    public ScheduleConfig {
        milestones = List.copyOf(milestones);
        if (!Comparators.isInStrictOrder(milestones, Comparator.<Integer>naturalOrder())) {
            throw new IllegalArgumentException("milestones " + milestones + " must be increasing");
        }
        if (minMomentum > maxMomentum) {
            throw new IllegalArgumentException(
                    "minMomentum (" + minMomentum + ") is larger than maxMomentum (" + maxMomentum + ")");
        }
    }

    /** Whether the momentum follows the cycle of the rate. */
    public boolean cyclesMomentum() {
        return type == Type.ONE_CYCLE && cycleMomentum;
    }

    /** The shapes. */
    public enum Type {
        /** The same rate throughout. */
        CONSTANT,
        /** Up and down once, by cosines. */
        ONE_CYCLE,
        /** Down by half a cosine. */
        COSINE,
        /** Down to nothing by a power. */
        POLYNOMIAL,
        /** Multiplied by a factor at milestones. */
        STEP
    }
}
