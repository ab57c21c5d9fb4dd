package org.tresnet4j.detection.task;

import org.tresnet4j.detection.postprocess.DetectionOptions;
import org.tresnet4j.runner.config.Key;

/** From the network's output to boxes; the defaults are ATSS's. */
public record DetectionsConfig(
        @Key(value = "class probability below which nothing is found", defaultValue = "0.05", min = 0, below = 1)
        double scoreThreshold,

        @Key(value = "best locations and classes of each level that are looked at", defaultValue = "1000", min = 1)
        int perLevel,

        @Key(value = "overlap with a better box of the class above which one is dropped", defaultValue = "0.6", min = 0)
        double overlap,

        @Key(value = "boxes of an image", defaultValue = "100", min = 1)
        int most,

        @Key(value = "score from which a box is drawn into pictures", defaultValue = "0.4", min = 0, below = 1)
        double drawn) {

    DetectionOptions options() {
        return new DetectionOptions(scoreThreshold, perLevel, overlap, most);
    }
}
