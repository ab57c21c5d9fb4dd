package org.tresnet4j.detection.eval;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * COCO's numbers, each in [0,1], or −1 where there is nothing to measure.
 *
 * @param numbers the twelve by name, AP first
 * @param apPerCategory AP of each category by its id
 */
public record CocoSummary(Map<String, Double> numbers, Map<Long, Double> apPerCategory) {

    public CocoSummary {
        numbers = ImmutableMap.copyOf(numbers);
        apPerCategory = ImmutableMap.copyOf(apPerCategory);
    }
}
