package org.tresnet4j.detection.loss;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * The parts of the loss of a batch, weighted and normalised as they are summed.
 *
 * @param positives locations that learn a box
 * @param classes focal loss
 * @param boxes of the boxes' overlaps
 * @param centerness cross-entropy
 */
public record LossComponents(int positives, double classes, double boxes, double centerness) {

    /** What training minimises. */
    public double total() {
        return classes + boxes + centerness;
    }

    /** By name, for logs. */
    public Map<String, Double> byName() {
        return ImmutableMap.of("classes", classes, "boxes", boxes, "centerness", centerness);
    }
}
