package org.tresnet4j.datasets.transform;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Applies operations drawn uniformly, all of the same strength (1909.13719): identity, autocontrast, equalise, rotate,
 * solarise, colour, posterise, contrast, brightness, sharpness, shear and translate along both axes, with torchvision's
 * ranges. An operation may be drawn more than once.
 *
 * <p>Boxes stay although some operations move pixels: for tasks whose labels have no place.
 *
 * @param operations for each picture, at least 1
 * @param magnitude 0 to {@value #MAGNITUDES}
 */
public record RandAugment(int operations, int magnitude) implements Transform {

    /** The strongest. */
    public static final int MAGNITUDES = 30;

    private static final List<ImageOperation> TABLE = List.of(
            ImageOperation.IDENTITY,
            ImageOperation.AUTO_CONTRAST,
            ImageOperation.EQUALIZE,
            ImageOperation.ROTATE,
            ImageOperation.SOLARIZE,
            ImageOperation.COLOR,
            ImageOperation.POSTERIZE,
            ImageOperation.CONTRAST,
            ImageOperation.BRIGHTNESS,
            ImageOperation.SHARPNESS,
            ImageOperation.SHEAR_X,
            ImageOperation.SHEAR_Y,
            ImageOperation.TRANSLATE_X,
            ImageOperation.TRANSLATE_Y);

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public RandAugment {
        if (operations < 1) {
            throw new IllegalArgumentException("RandAugment: operations is " + operations + ", expected at least 1");
        }
        if (magnitude < 0 || magnitude > MAGNITUDES) {
            throw new IllegalArgumentException(
                    "RandAugment: magnitude is " + magnitude + ", expected 0 to " + MAGNITUDES);
        }
    }

    /** The paper's choice for ResNet-50 on ImageNet: two operations of magnitude 9. */
    public RandAugment() {
        this(2, 9);
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        for (int n = 0; n < operations; n++) {
            ImageOperation operation = TABLE.get(random.nextInt(TABLE.size()));
            operation.apply(sample.image(), (double) magnitude / MAGNITUDES, random);
        }
        return sample;
    }
}
