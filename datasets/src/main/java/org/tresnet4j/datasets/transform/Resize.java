package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;
import org.tresnet4j.datasets.image.RgbImage;

/**
 * Resizes to a given size, whatever the ratio of the sides was, with {@link BilinearResize}'s filter. Boxes are scaled by
 * new / old side, for each axis its own.
 *
 * @param width pixels of the result, positive
 * @param height pixels of the result, positive
 */
public record Resize(int width, int height) implements Transform {

    /**
     * @throws IllegalArgumentException if a side is not positive
     */
    public Resize {
        checkSide("Resize", "width", width);
        checkSide("Resize", "height", height);
    }

    static void checkSide(String owner, String name, int side) {
        if (side <= 0) {
            throw new IllegalArgumentException(owner + ": " + name + " is " + side + ", expected at least 1");
        }
    }

    /** By the same factor both ways, new = ⌊side·factor + ½⌋ as in mmdetection, but at least one pixel. */
    static Resize by(double factor, RgbImage image) {
        return new Resize(scaled(image.width(), factor), scaled(image.height(), factor));
    }

    private static int scaled(int side, double factor) {
        return Math.max((int) (side * factor + 0.5), 1);
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        int oldWidth = sample.image().width();
        int oldHeight = sample.image().height();
        if (oldWidth == width && oldHeight == height) {
            return sample;
        }
        return sample.moved(
                BilinearResize.resize(sample.image(), width, height),
                BoxMap.scaling((double) width / oldWidth, (double) height / oldHeight));
    }
}
