package org.tresnet4j.datasets.split;

import com.google.common.collect.ImmutableMap;

/**
 * What becomes of the images of one annotation file; those that are left are trained on.
 *
 * @param validation part of the images, above 0 and below 1
 * @param test part of the images, at least 0 and below 1; with 0 there is no such part
 */
public record SplitFractions(double validation, double test) {

    /**
     * @throws IllegalArgumentException if a fraction is out of range, or nothing is left to train on
     */
    public SplitFractions {
        if (!(validation > 0 && validation < 1)) {
            throw new IllegalArgumentException(
                    "the fraction for validation is " + validation + ", expected above 0 and below 1");
        }
        if (!(test >= 0 && test < 1)) {
            throw new IllegalArgumentException(
                    "the fraction for test is " + test + ", expected at least 0 and below 1");
        }
        if (validation + test >= 1) {
            throw new IllegalArgumentException("the fractions for validation (" + validation + ") and test (" + test
                    + ") leave nothing to train on; their sum must be below 1");
        }
    }

    /** The parts in the order of their files; the fractions add up to 1. */
    ImmutableMap<String, Double> byPart() {
        ImmutableMap.Builder<String, Double> parts = ImmutableMap.builder();
        parts.put("train", 1 - validation - test).put("validation", validation);
        if (test > 0) {
            parts.put("test", test);
        }
        return parts.buildOrThrow();
    }
}
