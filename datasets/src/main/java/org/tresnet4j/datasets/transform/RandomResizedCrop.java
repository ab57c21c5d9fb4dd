package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;
import org.opencv.core.Rect;
import org.tresnet4j.datasets.image.RgbImage;

/**
 * Cuts out a random part and resizes it to a square, as classifiers are trained on ImageNet (1409.4842, section 6), with
 * torchvision's {@code RandomResizedCrop}: an area uniformly from minimumArea to 1 of the picture's, width / height from 3/4
 * to 4/3 with a uniform logarithm, any place. Ten rectangles are tried; if none fits, the largest central part is taken
 * whose ratio is in that range.
 *
 * @param side pixels of the result, both ways; positive
 * @param minimumArea least area as a part of the picture's, over 0, at most 1
 */
public record RandomResizedCrop(int side, double minimumArea) implements Transform {

    private static final int TRIALS = 10;
    private static final double LEAST_RATIO = 3 / 4.0;
    private static final double MOST_RATIO = 4 / 3.0;

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public RandomResizedCrop {
        Resize.checkSide("RandomResizedCrop", "side", side);
        if (!(minimumArea > 0 && minimumArea <= 1)) {
            throw new IllegalArgumentException(
                    "RandomResizedCrop: minimumArea is " + minimumArea + ", expected over 0 and at most 1");
        }
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        Sample part = new Crop(part(sample.image(), random)).of(sample);
        return new SquishResize(side).apply(part, random);
    }

    private Rect part(RgbImage image, RandomGenerator random) {
        for (int trial = 0; trial < TRIALS; trial++) {
            double area = image.width() * (double) image.height() * Chance.between(minimumArea, 1, random);
            double ratio = Math.exp(Chance.between(Math.log(LEAST_RATIO), Math.log(MOST_RATIO), random));
            int width = (int) Math.rint(Math.sqrt(area * ratio));
            int height = (int) Math.rint(Math.sqrt(area / ratio));
            if (width > 0 && width <= image.width() && height > 0 && height <= image.height()) {
                int left = random.nextInt(image.width() - width + 1);
                int top = random.nextInt(image.height() - height + 1);
                return new Rect(left, top, width, height);
            }
        }
        return central(image);
    }

    private static Rect central(RgbImage image) {
        double ratio = image.width() / (double) image.height();
        int width = image.width();
        int height = image.height();
        if (ratio < LEAST_RATIO) {
            height = (int) Math.rint(width / LEAST_RATIO);
        } else if (ratio > MOST_RATIO) {
            width = (int) Math.rint(height * MOST_RATIO);
        }
        return new Rect((image.width() - width) / 2, (image.height() - height) / 2, width, height);
    }
}
