package org.tresnet4j.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        return rows.stream().map(row -> line(rows, row)).collect(Collectors.joining(System.lineSeparator()));
    }

    private static String line(List<List<String>> rows, List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            int at = column;
            int width = rows.stream()
                    .mapToInt(other -> other.get(at).length())
                    .max()
                    .orElse(0);
            line.append("  ")
                    .append(row.get(column))
                    .append(" ".repeat(width - row.get(column).length()));
        }
        return line.toString().stripTrailing();
    }
}
