package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;
import org.opencv.core.Mat;

/**
 * Changes brightness, contrast, saturation and hue at random, in random order, with torchvision's and PIL's definitions up
 * to the rounding of a grey level. With a factor f drawn uniformly from [max(0, 1−x), 1+x]:
 *
 * <ul>
 *   <li>brightness: f·p;
 *   <li>contrast: f·p + (1−f)·m, m the rounded mean of the grey picture;
 *   <li>saturation: f·p + (1−f)·grey(p), grey = 0.299 R + 0.587 G + 0.114 B;
 *   <li>hue: turned on the colour circle by a part of it drawn uniformly from [−x, x].
 * </ul>
 *
 * Results are clipped to 0..255. Boxes stay.
 *
 * @param brightness x of the brightness, not negative; 0 leaves it alone
 * @param contrast not negative
 * @param saturation not negative
 * @param hue 0 to 0.5, half the circle
 */
public record ColorJitter(double brightness, double contrast, double saturation, double hue) implements Transform {

    private static final int CHANGES = 4;

    /**
     * @throws IllegalArgumentException if a strength is out of its range
     */
    public ColorJitter {
        check("brightness", brightness, Double.MAX_VALUE);
        check("contrast", contrast, Double.MAX_VALUE);
        check("saturation", saturation, Double.MAX_VALUE);
        check("hue", hue, 0.5);
    }

    private static void check(String name, double strength, double most) {
        if (!(strength >= 0 && strength <= most)) {
            throw new IllegalArgumentException("ColorJitter: " + name + " is " + strength + ", expected at least 0"
                    + (most < 1 ? " and at most " + most : ""));
        }
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        int[] order = shuffled(random);
        // all are drawn first, so that switching one off leaves the others as they were
        double brightnessFactor = factor(brightness, random);
        double contrastFactor = factor(contrast, random);
        double saturationFactor = factor(saturation, random);
        double turn = hue * (2 * random.nextDouble() - 1);
        Mat pixels = sample.image().mat();
        for (int change : order) {
            switch (change) {
                case 0 -> Colours.brightness(pixels, brightnessFactor);
                case 1 -> Colours.contrast(pixels, contrastFactor);
                case 2 -> Colours.saturation(pixels, saturationFactor);
                default -> Colours.hue(pixels, turn);
            }
        }
        return sample;
    }

    private static int[] shuffled(RandomGenerator random) {
        int[] order = new int[CHANGES];
        for (int i = 0; i < CHANGES; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static double factor(double strength, RandomGenerator random) {
        double least = Math.max(0, 1 - strength);
        return least + (1 + strength - least) * random.nextDouble();
    }
}
