package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;

/**
 * Resizes to a square without keeping the ratio of the sides, as TResNet's classifiers are trained: the {@link Resize} to
 * equal sides.
 *
 * @param side pixels of the result, both ways; positive
 */
public record SquishResize(int side) implements Transform {

    /**
     * @throws IllegalArgumentException if the side is not positive
     */
    public SquishResize {
        Resize.checkSide("SquishResize", "side", side);
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        return new Resize(side, side).apply(sample, random);
    }
}
