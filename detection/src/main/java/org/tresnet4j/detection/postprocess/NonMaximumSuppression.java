package org.tresnet4j.detection.postprocess;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Drops boxes that overlap too much with a better one of their class. */
public final class NonMaximumSuppression {

    private NonMaximumSuppression() {}

    /**
     * What remains, best first; of equal scores in the given order.
     *
     * @param threshold intersection over union that has to be exceeded for a box to be dropped
     * @param maximum boxes of all classes that are kept
     */
    public static List<Detection> perClass(List<Detection> detections, double threshold, int maximum) {
        List<Detection> ranked = new ArrayList<>(detections);
        ranked.sort(Comparator.comparingDouble(Detection::score).reversed());
        Map<Integer, List<Detection>> kept = new HashMap<>();
        List<Detection> all = new ArrayList<>();
        for (Detection candidate : ranked) {
            // a kept box is never dropped by a worse one: the first are the best of all
            if (all.size() == maximum) {
                break;
            }
            List<Detection> better = kept.computeIfAbsent(candidate.classIndex(), c -> new ArrayList<>());
            if (better.stream().noneMatch(other -> other.box().iou(candidate.box()) > threshold)) {
                better.add(candidate);
                all.add(candidate);
            }
        }
        return all;
    }
}
