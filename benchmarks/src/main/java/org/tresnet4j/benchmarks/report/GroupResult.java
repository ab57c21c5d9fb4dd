package org.tresnet4j.benchmarks.report;

import java.util.List;
import java.util.Optional;

/**
 * Results to be compared with each other.
 *
 * @param id of the group
 * @param title what was measured
 * @param results in the order of the table
 */
public record GroupResult(String id, String title, List<Result> results) {

    public GroupResult {
        results = List.copyOf(results);
    }

    public List<Result> measured() {
        return results.stream().filter(result -> result.leftOut().isEmpty()).toList();
    }

    public List<Result> leftOut() {
        return results.stream().filter(result -> result.leftOut().isPresent()).toList();
    }

    /** What the others' times are compared with: the first that was measured. */
    public Optional<Result> baseline() {
        return measured().stream().findFirst();
    }
}
