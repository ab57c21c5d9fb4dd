package org.tresnet4j.datasets.image;

/** What to do about a picture that cannot be decoded. */
public enum OnCorruptImage {
    /** Stop, naming the file. */
    FAIL,
    /** Go on without it; it is counted and named. */
    SKIP
}
