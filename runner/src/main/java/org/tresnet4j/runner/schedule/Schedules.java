package org.tresnet4j.runner.schedule;

import org.tresnet4j.runner.config.ScheduleConfig;

/** Makes the schedule that a configuration describes. */
public final class Schedules {

    private Schedules() {}

    /**
     * The learning rate over the planned iterations.
     *
     * @param peak the learning rate that the configuration names
     * @param epochs planned
     * @param batchesPerEpoch at least 1
     */
    public static Schedule of(ScheduleConfig config, double peak, int epochs, int batchesPerEpoch) {
        long total = (long) epochs * batchesPerEpoch;
        Schedule schedule = switch (config.type()) {
            case CONSTANT -> new ConstantSchedule(peak);
            case ONE_CYCLE ->
                new OneCycleSchedule(peak, total, config.riseFraction(), config.startDivisor(), config.endDivisor());
            case COSINE -> new CosineSchedule(peak, config.minimum(), total);
            case STEP ->
                new StepSchedule(
                        peak,
                        config.gamma(),
                        config.milestones().stream()
                                .map(epoch -> (long) epoch * batchesPerEpoch)
                                .toList());
        };
        return config.warmupIterations() == 0
                ? schedule
                : new WarmUp(schedule, config.warmupIterations(), config.warmupFactor());
    }
}
