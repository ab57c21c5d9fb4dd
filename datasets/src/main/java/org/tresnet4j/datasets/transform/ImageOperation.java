package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;
import org.tresnet4j.datasets.image.RgbImage;

/**
 * The operations that {@link AutoAugment} and {@link RandAugment} choose from, with the strengths of the published code and
 * of torchvision. A level in [0, 1] says how strong; where both directions make sense, chance chooses one.
 */
enum ImageOperation {
    IDENTITY((image, level) -> {}),
    AUTO_CONTRAST((image, level) -> Levels.autoContrast(image)),
    EQUALIZE((image, level) -> Levels.equalize(image)),
    INVERT((image, level) -> Levels.invert(image)),
    /** From 8 bits to 4. */
    POSTERIZE((image, level) -> Levels.posterize(image, 8 - (int) Math.rint(4 * level))),
    /** From none to all levels. */
    SOLARIZE((image, level) -> Levels.solarize(image, 255 * (1 - level))),
    BRIGHTNESS(true, (image, level) -> Colours.brightness(image.mat(), 1 + 0.9 * level)),
    CONTRAST(true, (image, level) -> Colours.contrast(image.mat(), 1 + 0.9 * level)),
    COLOR(true, (image, level) -> Colours.saturation(image.mat(), 1 + 0.9 * level)),
    SHARPNESS(true, (image, level) -> Colours.sharpness(image.mat(), 1 + 0.9 * level)),
    /** To 30 degrees. */
    ROTATE(true, (image, level) -> Warp.rotate(30 * level, image.mat()).apply(image.mat())),
    SHEAR_X(true, (image, level) -> Warp.shearX(0.3 * level).apply(image.mat())),
    SHEAR_Y(true, (image, level) -> Warp.shearY(0.3 * level).apply(image.mat())),
    TRANSLATE_X(
            true, (image, level) -> Warp.shift(pixels(level, image.width()), 0).apply(image.mat())),
    TRANSLATE_Y(
            true, (image, level) -> Warp.shift(0, pixels(level, image.height())).apply(image.mat()));

    /** 150 pixels of the 331 that the paper's ImageNet networks see. */
    private static final double FARTHEST = 150.0 / 331;

    private final boolean bothWays;
    private final Painter painter;

    @FunctionalInterface
    private interface Painter {
        void paint(RgbImage image, double level);
    }

    ImageOperation(Painter painter) {
        this(false, painter);
    }

    ImageOperation(boolean bothWays, Painter painter) {
        this.bothWays = bothWays;
        this.painter = painter;
    }

    private static int pixels(double level, int side) {
        return (int) (FARTHEST * side * level);
    }

    /** Changes the image in place; one random number is drawn whatever the operation. */
    void apply(RgbImage image, double level, RandomGenerator random) {
        boolean reversed = random.nextBoolean();
        apply(image, bothWays && reversed ? -level : level);
    }

    /**
     * Changes the image in place.
     *
     * @param level 0 to 1; negative for the other direction
     */
    void apply(RgbImage image, double level) {
        painter.paint(image, level);
    }
}
