package org.tresnet4j.datasets.transform;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A {@link KeepRatioResize} whose short side is chosen anew for every picture, each with the same probability.
 *
 * @param shortSides pixels, at least one; a side that occurs twice is chosen twice as often
 * @param longSide pixels, at least the largest of shortSides
 */
public record MultiScaleResize(List<Integer> shortSides, int longSide) implements Transform {

    /**
     * @throws IllegalArgumentException if there is no short side, or one that KeepRatioResize refuses
     */
    public MultiScaleResize {
        shortSides = List.copyOf(shortSides);
        if (shortSides.isEmpty()) {
            throw new IllegalArgumentException("MultiScaleResize: shortSides is empty, expected at least one side");
        }
        for (int shortSide : shortSides) {
            new KeepRatioResize(shortSide, longSide); // refuses what is out of range
        }
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        int shortSide = shortSides.get(random.nextInt(shortSides.size()));
        return new KeepRatioResize(shortSide, longSide).apply(sample, random);
    }
}
