package org.tresnet4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.tresnet4j.runner.spi.PredictionReport;
import picocli.CommandLine;

/** What is said about a prediction. */
final class PredictionLines {

    private final PrintWriter out;
    private final PrintWriter err;

    PredictionLines(CommandLine command) {
        out = command.getOut();
        err = command.getErr();
    }

    void print(PredictionReport report, Path folder) {
        report.skipped().forEach(reason -> err.println("skipped: " + reason));
        out.println(report.images() + (report.images() == 1 ? " image" : " images") + " predicted"
                + (report.skipped().isEmpty() ? "" : ", " + report.skipped().size() + " skipped"));
        report.results().forEach(file -> out.println("results     " + file));
        out.println("pictures    " + folder);
    }
}
