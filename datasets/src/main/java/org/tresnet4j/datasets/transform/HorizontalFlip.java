package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.tresnet4j.datasets.image.RgbImage;

/**
 * Mirrors left and right with a given probability.
 *
 * @param probability 0 to 1
 */
public record HorizontalFlip(double probability) implements Transform {

    /**
     * @throws IllegalArgumentException if the probability is not in [0, 1]
     */
    public HorizontalFlip {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("HorizontalFlip: probability is " + probability + ", expected 0 to 1");
        }
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        if (random.nextDouble() >= probability) {
            return sample;
        }
        Mat mirrored = new Mat();
        Core.flip(sample.image().mat(), mirrored, 1);
        return sample.moved(RgbImage.of(mirrored), BoxMap.mirroring(mirrored.cols()));
    }
}
