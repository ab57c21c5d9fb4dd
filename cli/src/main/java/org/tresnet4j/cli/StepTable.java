package org.tresnet4j.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tresnet4j.backbone.kernel.KernelTimes;

/** Where the time of a step goes: a line for each part of the graph, a column for each kind of work, and their sums. */
final class StepTable {

    private static final String SUM = "sum";
    private static final String SHARE = "share";
    private static final String REST = "updater and bookkeeping";

    private StepTable() {}

    static String of(KernelTimes times) {
        List<String> kinds = columns(times);
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("", kinds, List.of(SUM, SHARE)));
        double known = 0;
        for (String part : parts(times)) {
            Map<String, Double> millis = times.millis().row(part);
            double sum = sum(millis);
            known += sum;
            rows.add(row(part, cells(kinds, millis), ends(sum, times)));
        }
        List<String> none = kinds.stream().map(kind -> "").toList();
        rows.add(row(REST, none, ends(times.totalMillis() - known, times)));
        Map<String, Double> byKind = sums(times, kinds);
        rows.add(row(SUM, cells(kinds, byKind), ends(times.totalMillis(), times)));
        rows.add(row(
                SHARE,
                kinds.stream().map(kind -> percent(byKind.get(kind), times)).toList(),
                List.of("", "")));
        return Table.of(rows);
    }

    /** Kinds of work, the largest first. */
    private static List<String> columns(KernelTimes times) {
        return byTime(times.millis().columnMap());
    }

    private static List<String> parts(KernelTimes times) {
        return byTime(times.millis().rowMap());
    }

    private static List<String> byTime(Map<String, Map<String, Double>> groups) {
        return groups.entrySet().stream()
                .sorted(Comparator.comparingDouble(
                        (Map.Entry<String, Map<String, Double>> group) -> -sum(group.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, Double> sums(KernelTimes times, List<String> kinds) {
        return kinds.stream()
                .collect(Collectors.toMap(
                        kind -> kind, kind -> sum(times.millis().column(kind))));
    }

    private static double sum(Map<String, Double> millis) {
        return millis.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static List<String> cells(List<String> kinds, Map<String, Double> millis) {
        return kinds.stream()
                .map(kind -> millis.containsKey(kind) ? number(millis.get(kind)) : "")
                .toList();
    }

    private static List<String> ends(double millis, KernelTimes times) {
        return List.of(number(millis), percent(millis, times));
    }

    private static String number(double millis) {
        return String.format(Locale.ROOT, "%.1f", millis);
    }

    private static String percent(double millis, KernelTimes times) {
        return String.format(Locale.ROOT, "%.0f%%", 100 * millis / times.totalMillis());
    }

    private static List<String> row(String name, List<String> cells, List<String> ends) {
        return Stream.of(List.of(name), cells, ends).flatMap(List::stream).toList();
    }
}
