package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;

/**
 * Resizes to a square without keeping the ratio of the sides, as TResNet's classifiers are trained, with
 * {@link BilinearResize}'s filter.
 *
 * @param side pixels of the result, both ways; positive
 */
public record SquishResize(int side) implements Transform {

    /**
     * @throws IllegalArgumentException if the side is not positive
     */
    public SquishResize {
        if (side <= 0) {
            throw new IllegalArgumentException("SquishResize: side is " + side + ", expected at least 1");
        }
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        int width = sample.image().width();
        int height = sample.image().height();
        if (width == side && height == side) {
            return sample;
        }
        return sample.moved(
                BilinearResize.resize(sample.image(), side, side),
                BoxMap.scaling((double) side / width, (double) side / height));
    }
}
