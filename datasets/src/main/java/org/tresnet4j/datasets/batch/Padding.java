package org.tresnet4j.datasets.batch;

import java.util.List;
import java.util.function.ToIntFunction;
import org.tresnet4j.datasets.image.RgbImage;
import org.tresnet4j.datasets.transform.Sample;

/**
 * How large a batch of pictures of different sizes is made: each side is the largest of its pictures, or the given minimum
 * if that is larger, rounded up to a multiple of the divisor. Pictures stay at the top left, so boxes need not move.
 *
 * @param divisor of both sides, positive: the largest stride of the network, 128 with P7; 1 does not round
 * @param minimumWidth pixels, not negative
 * @param minimumHeight pixels, not negative
 */
public record Padding(int divisor, int minimumWidth, int minimumHeight) {

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Padding {
        check("divisor", divisor, 1);
        check("minimumWidth", minimumWidth, 0);
        check("minimumHeight", minimumHeight, 0);
    }

    private static void check(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException("Padding: " + name + " is " + value + ", expected at least " + least);
        }
    }

    /** As small as the pictures of the batch allow. */
    public static Padding toMultipleOf(int divisor) {
        return new Padding(divisor, 0, 0);
    }

    /** At least a size; after a {@link org.tresnet4j.datasets.transform.FitInside} of the same size exactly this. */
    public static Padding toAtLeast(int width, int height) {
        return new Padding(1, width, height);
    }

    /**
     * @param samples at least one
     * @return width of the batch in pixels
     * @throws IllegalArgumentException if there are no samples
     */
    public int width(List<Sample> samples) {
        return side(samples, RgbImage::width, minimumWidth);
    }

    /**
     * @param samples at least one
     * @return height of the batch in pixels
     * @throws IllegalArgumentException if there are no samples
     */
    public int height(List<Sample> samples) {
        return side(samples, RgbImage::height, minimumHeight);
    }

    private int side(List<Sample> samples, ToIntFunction<RgbImage> side, int minimum) {
        int largest = samples.stream()
                .map(Sample::image)
                .mapToInt(side)
                .max()
                .orElseThrow(() -> new IllegalArgumentException("A batch needs at least one sample"));
        return Math.multiplyExact((Math.max(largest, minimum) - 1) / divisor + 1, divisor);
    }
}
