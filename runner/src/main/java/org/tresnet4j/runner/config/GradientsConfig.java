package org.tresnet4j.runner.config;

import java.util.Optional;

/** {@code train.gradients}: what happens to gradients before they become a step. */
public record GradientsConfig(
        @Key(
                value = "batches whose gradients are averaged for one step, so that a batch may be larger than memory;"
                        + " normalisation still sees them one by one",
                defaultValue = "1",
                min = 1)
        int accumulate,

        @Key(value = "the largest norm of the gradient of all weights; a larger one is scaled down to it", above = 0)
        Optional<Double> clipNorm,

        @Key(
                value = "steps in a row that are skipped because the loss or a gradient is not a finite number, before"
                        + " training stops; 0 stops at the first",
                defaultValue = "5",
                min = 0)
        int skipNonFinite) {}
