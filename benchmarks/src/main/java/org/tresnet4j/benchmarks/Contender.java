package org.tresnet4j.benchmarks;

import java.util.Set;
import org.tresnet4j.benchmarks.report.Quantity;

/**
 * One line of a table.
 *
 * @param id unique in its group, fit for a file's name
 * @param label for the reader
 * @param program that is measured
 * @param pace of its steps
 * @param quantity that a step gets done
 */
record Contender(String id, String label, Program program, Pace pace, Quantity quantity) {

    /** Subcommands of the workers that measure other libraries. */
    private static final Set<String> OTHERS = Set.of("djl", "onnx", "zoo");

    /** Whether another library is measured. */
    boolean isOther() {
        return program instanceof Program.Python
                || program instanceof Program.Java java
                        && OTHERS.contains(java.arguments().get(0));
    }
}
