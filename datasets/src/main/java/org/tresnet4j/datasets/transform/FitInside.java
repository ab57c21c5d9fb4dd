package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;

/**
 * Resizes by the factor f = min(width / old width, height / old height): the largest size of the same ratio inside the
 * given one, new sides ⌊side·f + ½⌋. Small pictures are enlarged.
 *
 * <p>This is the resizing half of a letterbox of fixed size. The other half, zeros to the right and below, is added where
 * pictures become a batch ({@link org.tresnet4j.datasets.batch.Padding#toAtLeast}), so that the sample's image keeps telling
 * how far the real picture reaches.
 *
 * @param width most pixels of the result, positive
 * @param height most pixels of the result, positive
 */
public record FitInside(int width, int height) implements Transform {

    /**
     * @throws IllegalArgumentException if a side is not positive
     */
    public FitInside {
        Resize.checkSide("FitInside", "width", width);
        Resize.checkSide("FitInside", "height", height);
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        double factor = Math.min(
                (double) width / sample.image().width(),
                (double) height / sample.image().height());
        return Resize.by(factor, sample.image()).apply(sample, random);
    }
}
