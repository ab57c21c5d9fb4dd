package org.tresnet4j.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text with a headline; all columns but the first are aligned to the right. */
public final class MarkdownTable {

    private final List<String> headline;
    private final List<List<String>> rows = new ArrayList<>();

    public MarkdownTable(String... headline) {
        this.headline = List.of(headline);
    }

    /**
     * @throws IllegalArgumentException if it has not as many cells as the headline
     */
    public void row(String... cells) {
        if (cells.length != headline.size()) {
            throw new IllegalArgumentException(
                    "a row of " + cells.length + " cells in a table of " + headline.size() + " columns");
        }
        rows.add(List.of(cells));
    }

    /** Ends with a line break. */
    public String render() {
        StringBuilder text = new StringBuilder(line(headline));
        text.append("|---|").append("---:|".repeat(headline.size() - 1)).append('\n');
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(List<String> cells) {
        List<String> escaped =
                cells.stream().map(cell -> cell.replace("|", "\\|")).toList();
        return "| " + String.join(" | ", escaped) + " |\n";
    }
}
