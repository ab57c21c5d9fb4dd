package org.tresnet4j.benchmarks.report;

/**
 * What one step of a contender gets done.
 *
 * @param amount positive
 * @param unit for one, e.g. {@code image}
 * @param plural for several, e.g. {@code images}
 */
public record Quantity(double amount, String unit, String plural) {

    public static Quantity images(int number) {
        return new Quantity(number, "image", "images");
    }

    /** A unit that has no plural. */
    public static Quantity of(double amount, String unit) {
        return new Quantity(amount, unit, unit);
    }

    /** How much in a second, if a step takes so long. */
    public double perSecond(double millis) {
        return amount * 1e3 / millis;
    }

    /** Seconds for one, if a step takes so long. */
    public double seconds(double millis) {
        return millis / 1e3 / amount;
    }
}
