package org.tresnet4j.benchmarks.report;

import com.google.common.math.Quantiles;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Where the values of the rounds lie; quartiles are interpolated. */
public record Spread(double min, double lowerQuartile, double median, double upperQuartile, double max) {

    /**
     * @throws IllegalArgumentException if there are no values
     */
    public static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values, and so no median");
        }
        Map<Integer, Double> quartiles = Quantiles.quartiles().indexes(1, 2, 3).compute(values);
        return new Spread(
                Collections.min(values), quartiles.get(1), quartiles.get(2), quartiles.get(3), Collections.max(values));
    }

    /**
     * The ratios of two contenders' values, round by round: what slowed the machine down in one round slowed both, and so
     * does not count.
     *
     * @param values of the rounds
     * @param baseline of the same rounds, in their order
     * @throws IllegalArgumentException if there are no rounds, or not the same number
     */
    public static Spread ofRatios(List<Double> values, List<Double> baseline) {
        if (values.size() != baseline.size()) {
            throw new IllegalArgumentException(
                    "ratios of " + values.size() + " rounds to " + baseline.size() + ": expected the same rounds");
        }
        return of(IntStream.range(0, values.size())
                .mapToObj(round -> values.get(round) / baseline.get(round))
                .toList());
    }
}
