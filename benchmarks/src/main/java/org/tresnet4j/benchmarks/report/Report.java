package org.tresnet4j.benchmarks.report;

import java.util.List;

/**
 * All that a run of the suite found.
 *
 * @param machine where
 * @param threads of every contender
 * @param rounds asked for
 * @param groups in the order in which they were measured
 */
public record Report(Machine machine, int threads, int rounds, List<GroupResult> groups) {

    public Report {
        groups = List.copyOf(groups);
    }
}
