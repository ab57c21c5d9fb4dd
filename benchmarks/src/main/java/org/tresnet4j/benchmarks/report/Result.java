package org.tresnet4j.benchmarks.report;

import java.util.List;
import java.util.Optional;
import org.tresnet4j.benchmarks.protocol.Measurement;

/**
 * What became of a contender.
 *
 * @param id short and without spaces
 * @param label for tables and pictures
 * @param quantity of a step
 * @param measurements one a round; empty if it was left out
 * @param leftOut why there are no measurements
 */
public record Result(
        String id, String label, Quantity quantity, List<Measurement> measurements, Optional<String> leftOut) {

    /**
     * @throws IllegalArgumentException if there are neither measurements nor a reason, or both
     */
    public Result {
        measurements = List.copyOf(measurements);
        if (measurements.isEmpty() != leftOut.isPresent()) {
            throw new IllegalArgumentException(id + ": expected either measurements or a reason why there are none");
        }
    }

    public List<Double> millis() {
        return measurements.stream().map(Measurement::millis).toList();
    }

    /** The largest in all rounds. */
    public Optional<Double> peakMebibytes() {
        return measurements.stream()
                .flatMap(measurement -> measurement.peakMebibytes().stream())
                .max(Double::compare);
    }
}
