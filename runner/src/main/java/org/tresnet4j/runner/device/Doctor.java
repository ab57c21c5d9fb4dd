package org.tresnet4j.runner.device;

import com.google.common.collect.ImmutableList;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Examines the machine and the libraries that would compute on it. */
public final class Doctor {

    private Doctor() {}

    /**
     * Examines everything, which includes a convolution of some ten milliseconds and a matrix product.
     *
     * @param folder where runs would be written
     */
    public static List<Finding> examine(Path folder) {
        return ImmutableList.<Finding>builder()
                .addAll(describe())
                .add(ConvolutionProbe.measure().finding())
                .addAll(Memory.examine(System.getenv()))
                .add(Memory.disk(folder))
                .build();
    }

    /** How bin/tresnet sets up the environment and Java, for programs that start without it; lines for a terminal. */
    public static String launchSettings() {
        return LaunchSettings.of(
                        System.getenv(), ManagementFactory.getRuntimeMXBean().getInputArguments())
                .render();
    }

    /** What there is, without measuring anything: for the report of a run. */
    public static List<Finding> describe() {
        return Backend.examine();
    }

    /** The findings as lines for a terminal, with a count of problems at the end. */
    public static String render(List<Finding> findings) {
        long problems = findings.stream()
                .filter(finding -> finding.verdict() == Finding.Verdict.PROBLEM)
                .count();
        return findings.stream().map(Finding::toString).collect(Collectors.joining(System.lineSeparator()))
                + System.lineSeparator()
                + (problems == 0
                        ? "no problems found"
                        : problems + (problems == 1 ? " problem" : " problems") + " found");
    }
}
