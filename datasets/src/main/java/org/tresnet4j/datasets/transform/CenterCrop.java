package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;
import org.opencv.core.Rect;

/**
 * How classifiers see a picture in evaluation: the short side is resized to ⌊side / fraction⌋ and the long one with it, as
 * torchvision's {@code Resize} does, then the middle square is cut out. At 224 and 0.875 that is 256, then 224.
 *
 * @param side pixels of the result, both ways; positive
 * @param fraction part of the short side that is seen, over 0, at most 1
 */
public record CenterCrop(int side, double fraction) implements Transform {

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public CenterCrop {
        Resize.checkSide("CenterCrop", "side", side);
        if (!(fraction > 0 && fraction <= 1)) {
            throw new IllegalArgumentException(
                    "CenterCrop: fraction is " + fraction + ", expected over 0 and at most 1");
        }
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        int width = sample.image().width();
        int height = sample.image().height();
        long shortSide = (long) (side / fraction);
        int longSide = Math.toIntExact(shortSide * Math.max(width, height) / Math.min(width, height));
        Resize resize = width <= height ? new Resize((int) shortSide, longSide) : new Resize(longSide, (int) shortSide);
        return middle(resize.apply(sample, random));
    }

    private Sample middle(Sample resized) {
        int left = half(resized.image().width() - side);
        int top = half(resized.image().height() - side);
        return new Crop(new Rect(left, top, side, side)).of(resized);
    }

    /** Rounded as Python does: a half to the even number. */
    private static int half(int pixels) {
        return (int) Math.rint(pixels / 2.0);
    }
}
