package org.tresnet4j.runner.schedule;

import org.tresnet4j.runner.config.ScheduleConfig;

/** Makes the schedules that a configuration describes. */
public final class Schedules {

    private Schedules() {}

    /**
     * The learning rate over the planned iterations.
     *
     * @param peak the learning rate that the configuration names
     * @param epochs planned
     * @param iterationsPerEpoch at least 1
     */
    public static Schedule learningRate(ScheduleConfig config, double peak, int epochs, int iterationsPerEpoch) {
        long total = (long) epochs * iterationsPerEpoch;
        Schedule schedule = switch (config.type()) {
            case CONSTANT -> new ConstantSchedule(peak);
            case ONE_CYCLE -> {
                double first = peak / config.startDivisor();
                yield new OneCycleSchedule(first, peak, first / config.endDivisor(), total, config.riseFraction());
            }
            case COSINE -> new CosineSchedule(peak, config.minimum(), total);
            case POLYNOMIAL -> new PolynomialSchedule(peak, config.power(), total);
            case STEP ->
                new StepSchedule(
                        peak,
                        config.gamma(),
                        config.milestones().stream()
                                .map(epoch -> (long) epoch * iterationsPerEpoch)
                                .toList());
        };
        return config.warmupIterations() == 0
                ? schedule
                : new WarmUp(schedule, config.warmupIterations(), config.warmupFactor());
    }

    /**
     * The momentum, or Adam's decay of the mean of gradients, over the planned iterations: with
     * {@code schedule.cycleMomentum} high where the rate is low and the other way round, as in PyTorch's
     * {@code OneCycleLR}, otherwise constant.
     *
     * @param usual what the optimizer's configuration names
     */
    public static Schedule momentum(ScheduleConfig config, double usual, int epochs, int iterationsPerEpoch) {
        return config.cyclesMomentum()
                ? new OneCycleSchedule(
                        config.maxMomentum(),
                        config.minMomentum(),
                        config.maxMomentum(),
                        (long) epochs * iterationsPerEpoch,
                        config.riseFraction())
                : new ConstantSchedule(usual);
    }
}
