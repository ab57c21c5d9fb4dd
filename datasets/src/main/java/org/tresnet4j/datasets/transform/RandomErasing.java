package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.tresnet4j.datasets.image.RgbImage;

/**
 * Fills a rectangle with noise (1708.04896): an area uniformly from 0.02 to 0.4 of the picture's, height / width from 0.3 to
 * 1/0.3, any place inside; each pixel a random colour. A hundred rectangles are tried; if none fits, the picture stays. Boxes
 * stay: an object remains where it is.
 *
 * @param probability 0 to 1; the paper's is 0.5
 */
public record RandomErasing(double probability) implements Transform {

    private static final int TRIALS = 100;
    private static final double LEAST_AREA = 0.02;
    private static final double MOST_AREA = 0.4;
    private static final double LEAST_RATIO = 0.3;

    /**
     * @throws IllegalArgumentException if the probability is not in [0, 1]
     */
    public RandomErasing {
        Chance.check("RandomErasing", probability);
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        if (Chance.strikes(probability, random)) {
            erase(sample.image(), random);
        }
        return sample;
    }

    private static void erase(RgbImage image, RandomGenerator random) {
        for (int trial = 0; trial < TRIALS; trial++) {
            double area = image.width() * (double) image.height() * Chance.between(LEAST_AREA, MOST_AREA, random);
            double ratio = Chance.between(LEAST_RATIO, 1 / LEAST_RATIO, random);
            int width = (int) Math.sqrt(area / ratio);
            int height = (int) Math.sqrt(area * ratio);
            if (width > 0 && width < image.width() && height > 0 && height < image.height()) {
                int left = random.nextInt(image.width() - width + 1);
                int top = random.nextInt(image.height() - height + 1);
                fill(image, new Rect(left, top, width, height), random);
                return;
            }
        }
    }

    private static void fill(RgbImage image, Rect part, RandomGenerator random) {
        byte[] noise = new byte[part.width * part.height * 3];
        random.nextBytes(noise);
        Mat colours = new Mat(part.height, part.width, CvType.CV_8UC3);
        colours.put(0, 0, noise);
        Mat view = new Mat(image.mat(), part);
        colours.copyTo(view);
        view.release();
        colours.release();
    }
}
