package org.tresnet4j.detection.postprocess;

/**
 * From a network's output to detections.
 *
 * @param scoreThreshold class probability, in [0,1), that has to be exceeded
 * @param perLevel best (location, class) pairs of each level that are decoded
 * @param iouThreshold overlap with a better box of the same class, at least 0, above which a box is dropped; 1 drops none
 * @param maximum detections of an image
 */
public record DetectionOptions(double scoreThreshold, int perLevel, double iouThreshold, int maximum) {

    /** ATSS's. */
    public static final DetectionOptions DEFAULT = new DetectionOptions(0.05, 1000, 0.6, 100);

    public DetectionOptions {
        if (!(scoreThreshold >= 0 && scoreThreshold < 1)) {
            throw new IllegalArgumentException("scoreThreshold " + scoreThreshold + " must be in [0,1)");
        }
        if (!(iouThreshold >= 0)) {
            throw new IllegalArgumentException("iouThreshold " + iouThreshold + " must not be negative");
        }
        if (perLevel < 1 || maximum < 1) {
            throw new IllegalArgumentException(
                    "perLevel " + perLevel + " and maximum " + maximum + " must be positive");
        }
    }
}
