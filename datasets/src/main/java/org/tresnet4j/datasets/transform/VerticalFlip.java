package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;

/**
 * Mirrors top and bottom with a given probability: for pictures without an up, as those taken from above.
 *
 * @param probability 0 to 1
 */
public record VerticalFlip(double probability) implements Transform {

    /**
     * @throws IllegalArgumentException if the probability is not in [0, 1]
     */
    public VerticalFlip {
        Chance.check("VerticalFlip", probability);
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        return Chance.strikes(probability, random) ? Mirror.vertically(sample) : sample;
    }
}
