package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;

/**
 * Resizes by the factor f = min(longSide / long, shortSide / short), as detectors are trained on COCO (800 and 1333): the
 * short side gets its length unless the long one would exceed its own. Small pictures are enlarged. New sides are
 * ⌊side·f + ½⌋, so the ratio is kept up to half a pixel; boxes are scaled by what the sides really became.
 *
 * @param shortSide pixels, positive
 * @param longSide pixels, at least shortSide
 */
public record KeepRatioResize(int shortSide, int longSide) implements Transform {

    /**
     * @throws IllegalArgumentException if a side is out of its range
     */
    public KeepRatioResize {
        Resize.checkSide("KeepRatioResize", "shortSide", shortSide);
        if (longSide < shortSide) {
            throw new IllegalArgumentException(
                    "KeepRatioResize: longSide is " + longSide + ", expected at least the shortSide of " + shortSide);
        }
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        int width = sample.image().width();
        int height = sample.image().height();
        double factor =
                Math.min((double) longSide / Math.max(width, height), (double) shortSide / Math.min(width, height));
        return Resize.by(factor, sample.image()).apply(sample, random);
    }
}
