package org.tresnet4j.runner.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The numbers a key allows.
 *
 * @param min inclusive
 * @param max inclusive
 * @param above exclusive
 * @param below exclusive
 */
public record Range(double min, double max, double above, double below) {

    static Range of(Key key) {
        return new Range(key.min(), key.max(), key.above(), key.below());
    }

    /** Whether a number is allowed. */
    public boolean contains(double value) {
        return value >= min && value <= max && value > above && value < below;
    }

    /** For example {@code at least 0 and below 1}; empty when everything is allowed. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        add(parts, "at least ", min);
        add(parts, "above ", above);
        add(parts, "at most ", max);
        add(parts, "below ", below);
        return String.join(" and ", parts);
    }

    private static void add(List<String> parts, String word, double bound) {
        if (Double.isFinite(bound)) {
            parts.add(word + Numbers.text(bound));
        }
    }
}
