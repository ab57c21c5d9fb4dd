package org.tresnet4j.runner.spi;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * Named numbers and the one that training maximises.
 *
 * @param metrics in the order they are shown
 * @param primary a key of {@code metrics}; larger is better
 * @param perClass a table of the primary metric by class name; empty where it has no meaning
 */
public record Evaluation(Map<String, Double> metrics, String primary, Map<String, Double> perClass) {

    public Evaluation {
        metrics = ImmutableMap.copyOf(metrics);
        perClass = ImmutableMap.copyOf(perClass);
        if (!metrics.containsKey(primary)) {
            throw new IllegalArgumentException("primary metric '" + primary + "' is not among " + metrics.keySet());
        }
    }

    /** The number that training maximises. */
    public double primaryValue() {
        return metrics.get(primary);
    }
}
