package org.tresnet4j.runner.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.tresnet4j.runner.listen.History;
import org.tresnet4j.runner.spi.TaskException;

/** Writes the page of a run, {@code report.html}: one file that needs no other, and its curves as PNG files. */
public final class ReportWriter {

    private ReportWriter() {}

    /**
     * Writes.
     *
     * @param page the HTML file
     * @param curves an existing folder for {@code loss.png}, {@code learning-rate.png} and {@code metric.png}
     * @throws TaskException when a file cannot be written
     */
    public static void write(RunReport report, Path page, Path curves) {
        try {
            Files.writeString(page, new ReportPage(report).html());
            for (Chart chart : charts(report.history())) {
                Files.write(curves.resolve(chart.file()), Curves.png(chart.curve(), Curves.Scheme.LIGHT));
            }
        } catch (IOException e) {
            throw new TaskException(
                    page + ": cannot be written (" + e + "); free disk space or choose another --out", e);
        }
    }

    /**
     * A curve of the page.
     *
     * @param title above it
     * @param file its name as a file of its own
     */
    record Chart(String title, String file, Curves.Curve curve) {}

    static List<Chart> charts(History history) {
        String metric = history.best().map(best -> best.evaluation().primary()).orElse("metric");
        List<double[]> measured = history.measurements().stream()
                .map(each -> new double[] {each.epoch(), each.evaluation().primaryValue()})
                .toList();
        return List.of(
                new Chart(metric, "metric.png", new Curves.Curve("epoch", true, measured)),
                new Chart("loss", "loss.png", overIterations(history, History.Point::loss)),
                new Chart("learning rate", "learning-rate.png", overIterations(history, History.Point::learningRate)));
    }

    private static Curves.Curve overIterations(History history, ToDoubleFunction<History.Point> y) {
        return new Curves.Curve(
                "iteration",
                false,
                history.points().stream()
                        .map(point -> new double[] {point.iteration(), y.applyAsDouble(point)})
                        .toList());
    }
}
