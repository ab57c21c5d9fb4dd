package org.tresnet4j.benchmarks;

import java.util.List;
import java.util.regex.Pattern;

/** Why a process ended, from what it printed. */
final class LogReason {

    /** An exception of Java or Python. */
    private static final Pattern EXCEPTION =
            Pattern.compile("(Exception in thread \"[^\"]*\" )?[\\w.$]*(Exception|Error)\\b.*");

    /** What the JVM says of a crash in native code. */
    private static final Pattern CRASH = Pattern.compile("# C +\\[.*");

    private LogReason() {}

    /** The line that most likely says it: a crash, the first exception, else the last line. */
    static String of(List<String> log) {
        List<String> lines = log.stream().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                .filter(line -> CRASH.matcher(line).matches())
                .map(line -> "crashed in " + line.substring(1).strip())
                .findFirst()
                .or(() -> lines.stream()
                        .filter(line -> EXCEPTION.matcher(line).matches())
                        .findFirst())
                .orElse(lines.isEmpty() ? "it printed nothing" : lines.get(lines.size() - 1));
    }
}
