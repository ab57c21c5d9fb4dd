package org.tresnet4j.runner.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.tresnet4j.runner.listen.History;
import org.tresnet4j.runner.spi.TaskException;

/**
 * Writes the page of a run, {@code report.html}: one file that needs no other; its curves as PNG files; and the numbers
 * as CSV files.
 */
public final class ReportWriter {

    private static final int MOST_SERIES = 6;

    private final Targets targets;

    public ReportWriter(Targets targets) {
        this.targets = targets;
    }

    /**
     * Where everything goes.
     *
     * @param page the HTML file
     * @param curves an existing folder for {@code loss.png}, {@code learning-rate.png} and others
     * @param steps the CSV file of logged steps
     * @param evaluations the CSV file of evaluations
     */
    public record Targets(Path page, Path curves, Path steps, Path evaluations) {}

    /**
     * Writes; who has the page open never sees half of it.
     *
     * @throws TaskException when a file cannot be written
     */
    public void write(RunReport report) {
        Path page = targets.page();
        try {
            Path partial = Files.writeString(
                    page.resolveSibling(page.getFileName() + ".partial"), new ReportPage(report).html());
            Files.move(partial, page, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            for (Chart chart : charts(report.history())) {
                Files.write(targets.curves().resolve(chart.file()), Curves.png(chart.curve(), Curves.Scheme.LIGHT));
            }
            CsvTables.writeSteps(report.history(), targets.steps());
            CsvTables.writeEvaluations(report.history(), targets.evaluations());
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
        List<Chart> charts = new ArrayList<>();
        charts.add(new Chart(
                metric, "metric.png", new Curves.Curve("iteration", false, true, List.of(measured(history, metric)))));
        charts.add(new Chart("loss", "loss.png", new Curves.Curve("iteration", false, false, losses(history))));
        charts.add(new Chart(
                "learning rate",
                "learning-rate.png",
                new Curves.Curve(
                        "iteration", false, false, List.of(logged(history, "", History.Point::learningRate)))));
        List<Curves.Series> others = others(history, metric);
        if (!others.isEmpty()) {
            charts.add(new Chart("other metrics", "metrics.png", new Curves.Curve("iteration", false, true, others)));
        }
        return charts;
    }

    /** The whole and, where it has several, its parts. */
    private static List<Curves.Series> losses(History history) {
        Set<String> components = history.points().stream()
                .flatMap(point -> point.components().keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<Curves.Series> series = new ArrayList<>();
        series.add(logged(history, "loss", History.Point::loss));
        if (components.size() > 1) {
            components.forEach(name ->
                    series.add(logged(history, name, point -> point.components().getOrDefault(name, Double.NaN))));
        }
        return series;
    }

    private static Curves.Series logged(History history, String name, ToDoubleFunction<History.Point> y) {
        return new Curves.Series(
                name,
                history.points().stream()
                        .map(point -> new double[] {point.iteration(), y.applyAsDouble(point)})
                        .toList());
    }

    private static List<Curves.Series> others(History history, String primary) {
        return history.measurements().stream()
                .flatMap(each -> each.evaluation().metrics().keySet().stream())
                .distinct()
                .filter(name -> !name.equals(primary))
                .limit(MOST_SERIES)
                .map(name -> measured(history, name))
                .toList();
    }

    private static Curves.Series measured(History history, String metric) {
        return new Curves.Series(
                metric,
                history.measurements().stream()
                        .map(each -> new double[] {
                            each.iteration(), each.evaluation().metrics().getOrDefault(metric, Double.NaN)
                        })
                        .toList());
    }
}
