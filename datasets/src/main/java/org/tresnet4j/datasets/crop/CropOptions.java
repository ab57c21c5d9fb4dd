package org.tresnet4j.datasets.crop;

import java.util.Objects;
import org.tresnet4j.datasets.image.OnCorruptImage;

/**
 * How objects are cut out.
 *
 * @param margin what is added on each side, as a part of the box's width or height; at least 0
 * @param smallestSide pixels: objects whose box is narrower or lower are left out
 * @param format of the pictures
 * @param onCorruptImage what is done about a picture that cannot be used
 */
public record CropOptions(double margin, double smallestSide, Format format, OnCorruptImage onCorruptImage) {

    /** Of the files. */
    public enum Format {
        /** Smaller, with a loss that is hardly seen (quality 95). */
        JPG,
        /** Without loss. */
        PNG
    }

    /**
     * @throws IllegalArgumentException if a number is negative or not finite
     */
    public CropOptions {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(onCorruptImage, "onCorruptImage");
        if (!(margin >= 0) || Double.isInfinite(margin)) {
            throw new IllegalArgumentException("the margin is " + margin + ", expected at least 0");
        }
        if (!(smallestSide >= 0) || Double.isInfinite(smallestSide)) {
            throw new IllegalArgumentException("the smallest side is " + smallestSide + ", expected at least 0");
        }
    }
}
