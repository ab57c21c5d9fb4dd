package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;
import org.opencv.core.Point;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

/**
 * Covers a rectangle with one random colour, as the reference code of ASL and TResNet does ({@code CutoutPIL}): its sides
 * are the picture's times the factor, rounded; its centre is a uniformly random pixel; what would lie outside the picture
 * is cut off, so on average less is hidden than factor². Always applied. Boxes stay: an object remains where it is.
 *
 * @param factor 0 (nothing) to 1; the recipe's is 0.5
 */
public record Cutout(double factor) implements Transform {

    /**
     * @throws IllegalArgumentException if the factor is not in [0, 1]
     */
    public Cutout {
        if (!(factor >= 0 && factor <= 1)) {
            throw new IllegalArgumentException("Cutout: factor is " + factor + ", expected 0 to 1");
        }
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        int width = sample.image().width();
        int height = sample.image().height();
        int cutWidth = (int) (factor * width + 0.5);
        int cutHeight = (int) (factor * height + 0.5);
        int left = random.nextInt(width) - cutWidth / 2;
        int top = random.nextInt(height) - cutHeight / 2;
        Scalar colour = new Scalar(random.nextInt(256), random.nextInt(256), random.nextInt(256));
        Rect cut = new Rect(
                new Point(Math.max(left, 0), Math.max(top, 0)),
                new Point(Math.min(left + cutWidth, width), Math.min(top + cutHeight, height)));
        if (!cut.empty()) {
            Imgproc.rectangle(sample.image().mat(), cut, colour, Imgproc.FILLED);
        }
        return sample;
    }
}
