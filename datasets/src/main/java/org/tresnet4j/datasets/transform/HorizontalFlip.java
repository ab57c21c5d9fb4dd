package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;

/**
 * Mirrors left and right with a given probability.
 *
 * @param probability 0 to 1
 */
public record HorizontalFlip(double probability) implements Transform {

    /**
     * @throws IllegalArgumentException if the probability is not in [0, 1]
     */
    public HorizontalFlip {
        Chance.check("HorizontalFlip", probability);
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        return Chance.strikes(probability, random) ? Mirror.horizontally(sample) : sample;
    }
}
