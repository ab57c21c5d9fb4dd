package org.tresnet4j.datasets.transform;

import static org.tresnet4j.datasets.transform.ImageOperation.AUTO_CONTRAST;
import static org.tresnet4j.datasets.transform.ImageOperation.BRIGHTNESS;
import static org.tresnet4j.datasets.transform.ImageOperation.COLOR;
import static org.tresnet4j.datasets.transform.ImageOperation.CONTRAST;
import static org.tresnet4j.datasets.transform.ImageOperation.EQUALIZE;
import static org.tresnet4j.datasets.transform.ImageOperation.INVERT;
import static org.tresnet4j.datasets.transform.ImageOperation.POSTERIZE;
import static org.tresnet4j.datasets.transform.ImageOperation.ROTATE;
import static org.tresnet4j.datasets.transform.ImageOperation.SHARPNESS;
import static org.tresnet4j.datasets.transform.ImageOperation.SHEAR_X;
import static org.tresnet4j.datasets.transform.ImageOperation.SHEAR_Y;
import static org.tresnet4j.datasets.transform.ImageOperation.SOLARIZE;
import static org.tresnet4j.datasets.transform.ImageOperation.TRANSLATE_X;
import static org.tresnet4j.datasets.transform.ImageOperation.TRANSLATE_Y;

import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Applies one of the 25 pairs of operations that were found by searching (1805.09501, appendix), each operation with its own
 * probability and strength, in torchvision's ranges.
 *
 * <p>Boxes stay although some operations move pixels: for tasks whose labels have no place.
 *
 * @param policy the pairs
 */
public record AutoAugment(Policy policy) implements Transform {

    /** The policies of the paper. */
    public enum Policy {
        IMAGENET(AutoAugment.IMAGENET),
        CIFAR(AutoAugment.CIFAR);

        private final List<Pair> pairs;

        Policy(List<Pair> pairs) {
            this.pairs = pairs;
        }
    }

    private static final List<Pair> IMAGENET = List.of(
            pair(step(POSTERIZE, 0.4, 8), step(ROTATE, 0.6, 9)),
            pair(step(SOLARIZE, 0.6, 5), step(AUTO_CONTRAST, 0.6)),
            pair(step(EQUALIZE, 0.8), step(EQUALIZE, 0.6)),
            pair(step(POSTERIZE, 0.6, 7), step(POSTERIZE, 0.6, 6)),
            pair(step(EQUALIZE, 0.4), step(SOLARIZE, 0.2, 4)),
            pair(step(EQUALIZE, 0.4), step(ROTATE, 0.8, 8)),
            pair(step(SOLARIZE, 0.6, 3), step(EQUALIZE, 0.6)),
            pair(step(POSTERIZE, 0.8, 5), step(EQUALIZE, 1.0)),
            pair(step(ROTATE, 0.2, 3), step(SOLARIZE, 0.6, 8)),
            pair(step(EQUALIZE, 0.6), step(POSTERIZE, 0.4, 6)),
            pair(step(ROTATE, 0.8, 8), step(COLOR, 0.4, 0)),
            pair(step(ROTATE, 0.4, 9), step(EQUALIZE, 0.6)),
            pair(step(EQUALIZE, 0.0), step(EQUALIZE, 0.8)),
            pair(step(INVERT, 0.6), step(EQUALIZE, 1.0)),
            pair(step(COLOR, 0.6, 4), step(CONTRAST, 1.0, 8)),
            pair(step(ROTATE, 0.8, 8), step(COLOR, 1.0, 2)),
            pair(step(COLOR, 0.8, 8), step(SOLARIZE, 0.8, 7)),
            pair(step(SHARPNESS, 0.4, 7), step(INVERT, 0.6)),
            pair(step(SHEAR_X, 0.6, 5), step(EQUALIZE, 1.0)),
            pair(step(COLOR, 0.4, 0), step(EQUALIZE, 0.6)),
            pair(step(EQUALIZE, 0.4), step(SOLARIZE, 0.2, 4)),
            pair(step(SOLARIZE, 0.6, 5), step(AUTO_CONTRAST, 0.6)),
            pair(step(INVERT, 0.6), step(EQUALIZE, 1.0)),
            pair(step(COLOR, 0.6, 4), step(CONTRAST, 1.0, 8)),
            pair(step(EQUALIZE, 0.8), step(EQUALIZE, 0.6)));

    private static final List<Pair> CIFAR = List.of(
            pair(step(INVERT, 0.1), step(CONTRAST, 0.2, 6)),
            pair(step(ROTATE, 0.7, 2), step(TRANSLATE_X, 0.3, 9)),
            pair(step(SHARPNESS, 0.8, 1), step(SHARPNESS, 0.9, 3)),
            pair(step(SHEAR_Y, 0.5, 8), step(TRANSLATE_Y, 0.7, 9)),
            pair(step(AUTO_CONTRAST, 0.5), step(EQUALIZE, 0.9)),
            pair(step(SHEAR_Y, 0.2, 7), step(POSTERIZE, 0.3, 7)),
            pair(step(COLOR, 0.4, 3), step(BRIGHTNESS, 0.6, 7)),
            pair(step(SHARPNESS, 0.3, 9), step(BRIGHTNESS, 0.7, 9)),
            pair(step(EQUALIZE, 0.6), step(EQUALIZE, 0.5)),
            pair(step(CONTRAST, 0.6, 7), step(SHARPNESS, 0.6, 5)),
            pair(step(COLOR, 0.7, 7), step(TRANSLATE_X, 0.5, 8)),
            pair(step(EQUALIZE, 0.3), step(AUTO_CONTRAST, 0.4)),
            pair(step(TRANSLATE_Y, 0.4, 3), step(SHARPNESS, 0.2, 6)),
            pair(step(BRIGHTNESS, 0.9, 6), step(COLOR, 0.2, 8)),
            pair(step(SOLARIZE, 0.5, 2), step(INVERT, 0.0)),
            pair(step(EQUALIZE, 0.2), step(AUTO_CONTRAST, 0.6)),
            pair(step(EQUALIZE, 0.2), step(EQUALIZE, 0.6)),
            pair(step(COLOR, 0.9, 9), step(EQUALIZE, 0.6)),
            pair(step(AUTO_CONTRAST, 0.8), step(SOLARIZE, 0.2, 8)),
            pair(step(BRIGHTNESS, 0.1, 3), step(COLOR, 0.7, 0)),
            pair(step(SOLARIZE, 0.4, 5), step(AUTO_CONTRAST, 0.9)),
            pair(step(TRANSLATE_Y, 0.9, 9), step(TRANSLATE_Y, 0.7, 9)),
            pair(step(AUTO_CONTRAST, 0.9), step(SOLARIZE, 0.8, 3)),
            pair(step(EQUALIZE, 0.8), step(INVERT, 0.1)),
            pair(step(TRANSLATE_Y, 0.7, 9), step(AUTO_CONTRAST, 0.9)));

    private static final int STRONGEST = 9;

    /** Two operations, the second on what the first made. */
    private record Pair(Step first, Step second) {}

    /** An operation with its probability, and its strength from 0 to 9. */
    private record Step(ImageOperation operation, double probability, int magnitude) {

        void apply(Sample sample, RandomGenerator random) {
            if (Chance.strikes(probability, random)) {
                operation.apply(sample.image(), (double) magnitude / STRONGEST, random);
            }
        }
    }

    private static Pair pair(Step first, Step second) {
        return new Pair(first, second);
    }

    private static Step step(ImageOperation operation, double probability, int magnitude) {
        return new Step(operation, probability, magnitude);
    }

    /** An operation that is always of the same strength. */
    private static Step step(ImageOperation operation, double probability) {
        return new Step(operation, probability, 0);
    }

    public AutoAugment {
        Objects.requireNonNull(policy, "policy");
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        Pair pair = policy.pairs.get(random.nextInt(policy.pairs.size()));
        pair.first.apply(sample, random);
        pair.second.apply(sample, random);
        return sample;
    }
}
