package org.tresnet4j.runner.config;

/** {@code train.ema}: the moving average of all parameters, which is then what is evaluated and kept as best. */
public record EmaConfig(
        @Key(
                value = "how much of the average is kept at each iteration, e.g. 0.9997; 0 = no average",
                defaultValue = "0",
                min = 0,
                below = 1)
        double decay,

        @Key(
                value = "whether the decay starts as (1+t)/(10+t), so that early weights are soon forgotten",
                defaultValue = "true",
                when = "decay!=0")
        boolean warmup) {

    /** Whether there is an average at all. */
    public boolean enabled() {
        return decay > 0;
    }
}
