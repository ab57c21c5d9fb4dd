package org.tresnet4j.benchmarks.report;

import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/** The report as Markdown: a table for every group. */
public final class MarkdownReport {

    private MarkdownReport() {}

    public static String render(Report report) {
        StringJoiner text = new StringJoiner("\n");
        text.add("# Benchmarks\n");
        text.add(machine(report));
        report.groups().forEach(group -> text.add(group(group)));
        return text.toString();
    }

    private static String machine(Report report) {
        Machine machine = report.machine();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s, %d processors, %s, Java %s. %d threads, %d rounds, contenders in turn. Environment:\n\n",
                machine.processor(),
                machine.processors(),
                machine.system(),
                machine.java(),
                report.threads(),
                report.rounds()));
        machine.environment()
                .forEach((name, value) -> text.append("- `")
                        .append(name)
                        .append('=')
                        .append(value)
                        .append("`\n"));
        return text.toString();
    }

    private static String group(GroupResult group) {
        StringBuilder text = new StringBuilder("## ")
                .append(group.title())
                .append(" (")
                .append(group.id())
                .append(")\n\n");
        group.baseline().ifPresent(baseline -> text.append(table(group, baseline)));
        if (!group.leftOut().isEmpty()) {
            text.append("\nLeft out:\n\n");
            group.leftOut()
                    .forEach(result -> text.append("- ")
                            .append(result.label())
                            .append(": ")
                            .append(result.leftOut().orElseThrow())
                            .append('\n'));
        }
        return text.toString();
    }

    private static String table(GroupResult group, Result baseline) {
        MarkdownTable table = new MarkdownTable(
                "contender",
                "ms a step",
                "min..max",
                "rate",
                "seconds for one",
                "peak MiB",
                "time to that of " + baseline.label(),
                "min..max");
        group.measured().forEach(result -> row(table, result, baseline));
        return table.render();
    }

    private static void row(MarkdownTable table, Result result, Result baseline) {
        Spread millis = Spread.of(result.millis());
        Optional<Spread> ratio = ratio(result, baseline);
        Quantity quantity = result.quantity();
        table.row(
                result.label(),
                number(millis.median()),
                number(millis.min()) + ".." + number(millis.max()),
                number(quantity.perSecond(millis.median())) + " " + quantity.plural() + "/s",
                number(quantity.seconds(millis.median())) + " s/" + quantity.unit(),
                result.peakMebibytes()
                        .map(peak -> String.format(Locale.ROOT, "%.0f", peak))
                        .orElse(""),
                ratio.map(spread -> number(spread.median())).orElse(""),
                ratio.map(spread -> number(spread.min()) + ".." + number(spread.max()))
                        .orElse(""));
    }

    /** Empty where the steps do different things. */
    private static Optional<Spread> ratio(Result result, Result baseline) {
        return result.quantity().unit().equals(baseline.quantity().unit())
                ? Optional.of(Spread.ofRatios(result.millis(), baseline.millis()))
                : Optional.empty();
    }

    /** Three significant digits, and all of those before the point. */
    static String number(double value) {
        if (value == 0) {
            return "0";
        }
        int digits = 2 - (int) Math.floor(Math.log10(Math.abs(value)));
        return String.format(Locale.ROOT, "%." + Math.max(digits, 0) + "f", value);
    }
}
