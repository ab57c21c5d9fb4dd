package org.tresnet4j.cli;

import com.google.common.collect.ImmutableMap;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.tresnet4j.datasets.image.OnCorruptImage;
import org.tresnet4j.datasets.inspect.Consequence;
import org.tresnet4j.datasets.inspect.Finding;
import org.tresnet4j.datasets.inspect.Problem;
import org.tresnet4j.datasets.inspect.SplitReport;

/** What is told about a checked data set. */
final class CheckText {

    private static final int SHOWN = 10;

    private final List<SplitReport> reports;
    private final OnCorruptImage policy;

    CheckText(List<SplitReport> reports, OnCorruptImage policy) {
        this.reports = reports;
        this.policy = policy;
    }

    boolean isBroken() {
        return reports.stream().anyMatch(report -> report.isBroken(policy));
    }

    void print(PrintWriter out) {
        for (SplitReport report : reports) {
            out.println(report.split().name() + ": " + report.images() + " images, " + report.annotations()
                    + " annotations, " + report.categories() + " categories");
            Map<Problem, List<Finding>> problems = report.byProblem();
            if (!problems.isEmpty()) {
                out.println(Table.of(rows(report, problems)));
                problems.forEach((problem, findings) -> list(out, problem, findings));
            }
        }
        List<String> shared = reports.stream().flatMap(CheckText::shared).toList();
        shared.forEach(out::println);
        out.println(isBroken() ? "Training would fail: repair what fails." : soundness(shared.isEmpty()));
    }

    /** Nothing that fails, but nothing that may be overlooked. */
    private static Stream<String> shared(SplitReport report) {
        return report.shared().entrySet().stream()
                .map(entry -> report.split().name() + " shares " + entry.getValue() + " of its " + report.images()
                        + " pictures with " + entry.getKey() + ": its figures will say "
                        + (entry.getValue() == report.images() ? "nothing" : "less") + " about new pictures.");
    }

    private static String soundness(boolean apart) {
        return apart
                ? "Nothing that training would fail on."
                : "Training would run, but its figures would mislead: give every split pictures of its own, as"
                        + " 'tresnet data split' does.";
    }

    private List<List<String>> rows(SplitReport report, Map<Problem, List<Finding>> problems) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("what", "count", "in training"));
        problems.forEach((problem, findings) -> rows.add(List.of(
                problem.plural(), String.valueOf(findings.size()), words(report.consequence(problem, policy)))));
        return rows;
    }

    private static String words(Consequence consequence) {
        return switch (consequence) {
            case FAILS, FAILS_UNLESS_SKIPPED -> "fails";
            case LEFT_OUT -> "left out";
            case CLIPPED -> "clipped";
            case NOTHING -> "used as it is";
        };
    }

    /** What is harmless is only counted. */
    private static void list(PrintWriter out, Problem problem, List<Finding> findings) {
        if (problem.consequence() == Consequence.NOTHING) {
            return;
        }
        out.println("  " + problem.plural() + ":");
        findings.stream().limit(SHOWN).forEach(finding -> out.println("    " + finding));
        if (findings.size() > SHOWN) {
            out.println("    and " + (findings.size() - SHOWN) + " more: --json FILE has all");
        }
    }

    /** Everything, for machines. */
    Map<String, Object> values() {
        return ImmutableMap.of(
                "broken",
                isBroken(),
                "splits",
                reports.stream().map(this::values).toList());
    }

    private Map<String, Object> values(SplitReport report) {
        List<Map<String, Object>> problems = new ArrayList<>();
        report.byProblem()
                .forEach((problem, findings) -> problems.add(ImmutableMap.of(
                        "problem",
                        name(problem),
                        "count",
                        findings.size(),
                        "in_training",
                        name(report.consequence(problem, policy)),
                        "findings",
                        findings.stream().map(CheckText::values).toList())));
        return ImmutableMap.of(
                "name",
                report.split().name(),
                "annotation_file",
                report.split().annotations().toString(),
                "images",
                report.images(),
                "annotations",
                report.annotations(),
                "shared_pictures",
                report.shared(),
                "problems",
                problems);
    }

    private static Map<String, String> values(Finding finding) {
        return ImmutableMap.of("record", finding.record(), "detail", finding.detail());
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
