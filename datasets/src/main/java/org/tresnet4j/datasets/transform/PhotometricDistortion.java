package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;

/**
 * The colour changes of SSD (paper 1512.02325, section 2.2) in {@link ColorJitter}'s definitions, as torchvision's
 * {@code RandomPhotometricDistort} has them, without its swapping of channels: brightness by a factor of 1 ± 32/255 (SSD
 * adds up to ±32 grey levels), contrast 0.5 to 1.5, saturation 0.5 to 1.5, hue turned by up to 18°. The order is brightness,
 * saturation, hue; contrast comes before or after the last two, as often the one as the other. Boxes stay.
 *
 * @param probability of each change, apart from the others; 0 to 1
 */
public record PhotometricDistortion(double probability) implements Transform {

    private static final ColorJitter BRIGHTNESS = new ColorJitter(32 / 255.0, 0, 0, 0);
    private static final ColorJitter CONTRAST = new ColorJitter(0, 0.5, 0, 0);
    private static final ColorJitter SATURATION = new ColorJitter(0, 0, 0.5, 0);
    private static final ColorJitter HUE = new ColorJitter(0, 0, 0, 18 / 360.0);

    /**
     * @throws IllegalArgumentException if the probability is not in [0, 1]
     */
    public PhotometricDistortion {
        Chance.check("PhotometricDistortion", probability);
    }

    /** SSD's: each change for every other picture. */
    public PhotometricDistortion() {
        this(0.5);
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        Compose order = random.nextBoolean()
                ? Compose.of(perhaps(BRIGHTNESS), perhaps(CONTRAST), perhaps(SATURATION), perhaps(HUE))
                : Compose.of(perhaps(BRIGHTNESS), perhaps(SATURATION), perhaps(HUE), perhaps(CONTRAST));
        return order.apply(sample, random);
    }

    private Transform perhaps(ColorJitter change) {
        return new RandomApply(probability, change);
    }
}
