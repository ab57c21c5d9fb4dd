package org.tresnet4j.datasets.transform;

import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A transform that happens with a given probability.
 *
 * @param probability 0 to 1
 */
public record RandomApply(double probability, Transform step) implements Transform {

    /**
     * @throws IllegalArgumentException if the probability is not in [0, 1]
     */
    public RandomApply {
        Chance.check("RandomApply", probability);
        Objects.requireNonNull(step, "step");
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        return Chance.strikes(probability, random) ? step.apply(sample, random) : sample;
    }
}
