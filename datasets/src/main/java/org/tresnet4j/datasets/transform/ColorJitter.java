package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

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
                case 0 -> changeBrightness(pixels, brightnessFactor);
                case 1 -> changeContrast(pixels, contrastFactor);
                case 2 -> changeSaturation(pixels, saturationFactor);
                default -> changeHue(pixels, turn);
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

    private static void changeBrightness(Mat pixels, double factor) {
        if (factor != 1) {
            pixels.convertTo(pixels, CvType.CV_8UC3, factor, 0);
        }
    }

    private static void changeContrast(Mat pixels, double factor) {
        if (factor != 1) {
            Mat grey = new Mat();
            Imgproc.cvtColor(pixels, grey, Imgproc.COLOR_RGB2GRAY);
            double mean = Math.floor(Core.mean(grey).val[0] + 0.5);
            grey.release();
            pixels.convertTo(pixels, CvType.CV_8UC3, factor, (1 - factor) * mean);
        }
    }

    private static void changeSaturation(Mat pixels, double factor) {
        if (factor != 1) {
            Mat grey = new Mat();
            Imgproc.cvtColor(pixels, grey, Imgproc.COLOR_RGB2GRAY);
            Imgproc.cvtColor(grey, grey, Imgproc.COLOR_GRAY2RGB);
            Core.addWeighted(pixels, factor, grey, 1 - factor, 0, pixels);
            grey.release();
        }
    }

    /** In 256 steps of hue, like PIL's HSV; they wrap around by themselves in 8 bits. */
    private static void changeHue(Mat pixels, double turn) {
        int steps = (int) (turn * 255);
        if (steps != 0) {
            Mat table = new Mat(1, 256, CvType.CV_8UC3);
            byte[] entries = new byte[3 * 256];
            for (int value = 0; value < 256; value++) {
                entries[3 * value] = (byte) (value + steps);
                entries[3 * value + 1] = (byte) value;
                entries[3 * value + 2] = (byte) value;
            }
            table.put(0, 0, entries);
            Imgproc.cvtColor(pixels, pixels, Imgproc.COLOR_RGB2HSV_FULL);
            Core.LUT(pixels, table, pixels);
            Imgproc.cvtColor(pixels, pixels, Imgproc.COLOR_HSV2RGB_FULL);
            table.release();
        }
    }
}
