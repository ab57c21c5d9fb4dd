package org.tresnet4j.datasets.synthetic;

/**
 * What a {@link ShapesDataset} consists of. Equal options give equal pictures.
 *
 * @param trainImages number of training pictures, at least 1
 * @param valImages number of validation pictures, at least 1
 * @param side pixels of the square pictures, 32 to 4096
 * @param maxShapes each picture has 1 to this many shapes, at most 50
 * @param seed of everything random
 */
public record ShapesOptions(int trainImages, int valImages, int side, int maxShapes, long seed) {

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public ShapesOptions {
        check("trainImages", trainImages, 1, Integer.MAX_VALUE);
        check("valImages", valImages, 1, Integer.MAX_VALUE);
        check("side", side, 32, 4096);
        check("maxShapes", maxShapes, 1, 50);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "Shapes: " + name + " is " + value + ", expected " + least + " to " + most);
        }
    }

    /** 1200 training and 200 validation pictures of 128 pixels with up to 5 shapes. */
    public static ShapesOptions defaults() {
        return new ShapesOptions(1200, 200, 128, 5, 1);
    }

    public ShapesOptions withImages(int train, int val) {
        return new ShapesOptions(train, val, side, maxShapes, seed);
    }

    public ShapesOptions withSide(int pixels) {
        return new ShapesOptions(trainImages, valImages, pixels, maxShapes, seed);
    }

    public ShapesOptions withMaxShapes(int most) {
        return new ShapesOptions(trainImages, valImages, side, most, seed);
    }

    public ShapesOptions withSeed(long value) {
        return new ShapesOptions(trainImages, valImages, side, maxShapes, value);
    }
}
