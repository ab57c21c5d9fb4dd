package org.tresnet4j.runner.config;

import java.util.Optional;

/** {@code train.earlyStopping}: when training ends because nothing gets better any more. */
public record EarlyStoppingConfig(
        @Key(value = "evaluations without a better one after which training ends; absent: never", min = 1)
        Optional<Integer> patience,

        @Key(
                value = "by how much the metric has to grow to count as better, in the metric's own unit",
                defaultValue = "0",
                min = 0)
        double minimumGain) {}
