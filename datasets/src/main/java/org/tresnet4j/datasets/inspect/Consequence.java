package org.tresnet4j.datasets.inspect;

/** What training does about a {@link Problem}. */
public enum Consequence {
    /** It fails. */
    FAILS,
    /** It fails, or leaves the picture out where the configuration has {@code onCorruptImage: skip}. */
    FAILS_UNLESS_SKIPPED,
    /** It leaves the annotation out, and counts it. */
    LEFT_OUT,
    /** It cuts the box off at the edge of the picture, and counts it. */
    CLIPPED,
    /** Nothing: it may be meant so. */
    NOTHING
}
