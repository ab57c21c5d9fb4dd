package org.tresnet4j.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** Numbers by name, in columns. */
final class Table {

    private Table() {}

    /** A line for each number, the decimal points below one another. */
    static String of(Map<String, Double> numbers) {
        int width = numbers.keySet().stream().mapToInt(String::length).max().orElse(0);
        return numbers.entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT, "  %-" + Math.max(width, 1) + "s  %12.4f", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /** A line for each row, every column as wide as its widest cell. */
    static String of(List<List<String>> rows) {
        return of(rows, column -> false);
    }

    /** The same, all columns but the first to the right, as numbers are. */
    static String ofCounts(List<List<String>> rows) {
        return of(rows, column -> column > 0);
    }

    private static String of(List<List<String>> rows, IntPredicate toTheRight) {
        return rows.stream()
                .map(row -> line(rows, row, toTheRight))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String line(List<List<String>> rows, List<String> row, IntPredicate toTheRight) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            int at = column;
            int width = rows.stream()
                    .mapToInt(other -> other.get(at).length())
                    .max()
                    .orElse(0);
            String cell = row.get(column);
            String space = " ".repeat(width - cell.length());
            line.append("  ").append(toTheRight.test(column) ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }
}
