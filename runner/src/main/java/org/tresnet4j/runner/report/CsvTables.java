package org.tresnet4j.runner.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tresnet4j.runner.listen.History;

/** A run's history as comma-separated values, for spreadsheets. Numbers have all their digits. */
final class CsvTables {

    private CsvTables() {}

    static void writeSteps(History history, Path file) throws IOException {
        Set<String> components =
                names(history.points().stream().map(History.Point::components).toList());
        List<String> rows = new ArrayList<>();
        rows.add(row(
                Stream.of("iteration", "epoch", "loss"),
                components.stream(),
                "learningRate",
                "imagesPerSecond",
                "waitShare"));
        for (History.Point point : history.points()) {
            rows.add(row(
                    Stream.of(point.iteration(), point.epoch(), point.loss()),
                    values(components, point.components()),
                    point.learningRate(),
                    point.imagesPerSecond(),
                    point.waitShare()));
        }
        Files.write(file, rows);
    }

    static void writeEvaluations(History history, Path file) throws IOException {
        Set<String> metrics = names(history.measurements().stream()
                .map(each -> each.evaluation().metrics())
                .toList());
        List<String> rows = new ArrayList<>();
        rows.add(row(Stream.of("iteration", "epoch", "weights"), metrics.stream(), "seconds"));
        for (var each : history.measurements()) {
            rows.add(row(
                    Stream.of(each.iteration(), each.epoch(), each.averaged() ? "averaged" : "current"),
                    values(metrics, each.evaluation().metrics()),
                    each.seconds()));
        }
        Files.write(file, rows);
    }

    private static Set<String> names(Collection<Map<String, Double>> maps) {
        return maps.stream().flatMap(map -> map.keySet().stream()).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stream<Object> values(Set<String> names, Map<String, Double> map) {
        return names.stream().map(name -> map.containsKey(name) ? map.get(name) : "");
    }

    private static String row(Stream<?> first, Stream<?> middle, Object... last) {
        return Stream.of(first, middle, Stream.of(last))
                .flatMap(cells -> cells)
                .map(cell -> quoted(String.valueOf(cell)))
                .collect(Collectors.joining(","));
    }

    /** As RFC 4180 says. */
    private static String quoted(String cell) {
        return cell.matches("(?s).*[\",\n\r].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
