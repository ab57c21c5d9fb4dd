package org.tresnet4j.datasets.synthetic;

import java.util.random.RandomGenerator;

/** Red, green and blue, 0 to 255. */
record Colour(double red, double green, double blue) {

    /** Bright and clean, for shapes. */
    static Colour vivid(RandomGenerator random) {
        return hsv(random.nextDouble(), random.nextDouble(0.65, 1), random.nextDouble(0.7, 1));
    }

    /** Pale or dark, for backgrounds. */
    static Colour muted(RandomGenerator random) {
        return hsv(random.nextDouble(), random.nextDouble(0.05, 0.4), random.nextDouble(0.3, 0.9));
    }

    /** All from 0 to 1. */
    static Colour hsv(double hue, double saturation, double value) {
        return new Colour(
                channel(5, hue, saturation, value),
                channel(3, hue, saturation, value),
                channel(1, hue, saturation, value));
    }

    private static double channel(int n, double hue, double saturation, double value) {
        double k = (n + 6 * hue) % 6;
        return 255 * value * (1 - saturation * Math.max(0, Math.min(1, Math.min(k, 4 - k))));
    }

    Colour scaled(double factor) {
        return new Colour(red * factor, green * factor, blue * factor);
    }

    /** This for 0, the other for 1. */
    Colour mixed(Colour other, double part) {
        return new Colour(
                red + (other.red - red) * part,
                green + (other.green - green) * part,
                blue + (other.blue - blue) * part);
    }
}
