package org.tresnet4j.runner.report;

import com.google.common.html.HtmlEscapers;
import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tresnet4j.runner.device.Finding;
import org.tresnet4j.runner.listen.Measurement;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.Picture;

/** The HTML of a {@link RunReport}. Everything that is not markup is escaped, pictures are inlined. */
final class ReportPage {

    private final RunReport report;

    ReportPage(RunReport report) {
        this.report = report;
    }

    String html() throws IOException {
        String title = escape(report.title());
        String style =
                Resources.toString(Resources.getResource(ReportPage.class, "report.css"), StandardCharsets.UTF_8);
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <main>
                <header><p class="task">%s</p><h1>%s</h1></header>
                %s</main>
                </body>
                </html>
                """.formatted(
                        title,
                        style,
                        escape(report.task()),
                        title,
                        headline() + curves() + pictures() + classes() + config() + machine());
    }

    private String headline() {
        StringBuilder facts = new StringBuilder();
        facts.append(fact("training", clock()));
        facts.append(fact("images a second", number(report.imagesPerSecond())));
        String headline = "<p class=\"empty\">No evaluation was made.</p>\n";
        if (report.best().isPresent()) {
            Measurement best = report.best().get();
            Evaluation evaluation = best.evaluation();
            headline = "<div class=\"headline\"><span class=\"value\">" + number(evaluation.primaryValue())
                    + "</span><span class=\"name\">" + escape(evaluation.primary()) + ", best after epoch "
                    + best.epoch()
                    + (best.averaged() ? ", averaged weights" : "") + "</span></div>\n";
            facts.append(evaluation.metrics().entrySet().stream()
                    .filter(metric -> !metric.getKey().equals(evaluation.primary()))
                    .map(metric -> fact(metric.getKey(), number(metric.getValue())))
                    .collect(Collectors.joining()));
        }
        String warning = report.notice()
                .map(text -> "<p class=\"warning\">" + escape(text) + "</p>\n")
                .orElse("");
        return "<section class=\"summary\">\n" + headline + warning + "<dl class=\"facts\">\n" + facts
                + "</dl>\n</section>\n";
    }

    private static String fact(String name, String value) {
        return "<div><dt>" + escape(name) + "</dt><dd>" + escape(value) + "</dd></div>\n";
    }

    private String curves() {
        return section(
                "Curves",
                ReportWriter.charts(report.history()).stream()
                        .filter(chart -> !chart.curve().isEmpty())
                        .map(ReportPage::curve)
                        .collect(Collectors.joining("", "<div class=\"curves\">\n", "</div>\n")));
    }

    private static String curve(ReportWriter.Chart chart) {
        Function<Curves.Scheme, String> inline = scheme ->
                "data:image/png;base64," + Base64.getEncoder().encodeToString(Curves.png(chart.curve(), scheme));
        return "<figure><figcaption>" + escape(chart.title())
                + "</figcaption><picture><source media=\"(prefers-color-scheme: dark)\" srcset=\""
                + inline.apply(Curves.Scheme.DARK) + "\"/><img alt=\"" + escape(chart.title()) + "\" src=\""
                + inline.apply(Curves.Scheme.LIGHT) + "\"/></picture></figure>\n";
    }

    private String pictures() throws IOException {
        if (report.pictures().isEmpty()) {
            return "";
        }
        StringBuilder figures = new StringBuilder("<div class=\"pictures\">\n");
        for (Picture picture : report.pictures()) {
            byte[] bytes = Files.readAllBytes(picture.file());
            String type = picture.file().toString().toLowerCase(Locale.ROOT).endsWith(".png") ? "png" : "jpeg";
            figures.append("<figure><img alt=\"\" src=\"data:image/")
                    .append(type)
                    .append(";base64,")
                    .append(Base64.getEncoder().encodeToString(bytes))
                    .append("\"/><figcaption>")
                    .append(escape(picture.caption()))
                    .append("</figcaption></figure>\n");
        }
        return section("What the network says", figures.append("</div>\n").toString());
    }

    private String classes() {
        Map<String, Double> perClass =
                report.best().map(best -> best.evaluation().perClass()).orElse(Map.of());
        if (perClass.isEmpty()) {
            return "";
        }
        double largest = perClass.values().stream()
                .filter(Double::isFinite)
                .mapToDouble(Math::abs)
                .max()
                .orElse(1);
        List<Map.Entry<String, Double>> sorted = perClass.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .toList();
        String rows = sorted.stream()
                .map(entry ->
                        "<tr><td>" + escape(entry.getKey()) + "</td><td class=\"number\">" + number(entry.getValue())
                                + "</td><td class=\"bar\"><span style=\"width:" + percent(entry.getValue(), largest)
                                + "%\"></span></td></tr>\n")
                .collect(Collectors.joining());
        String metric = report.best().map(best -> best.evaluation().primary()).orElse("");
        return section(
                "By class",
                "<div class=\"table\"><table><thead><tr><th>class</th><th class=\"number\">" + escape(metric)
                        + "</th><th></th></tr></thead><tbody>\n" + rows + "</tbody></table></div>\n");
    }

    private static String percent(double value, double largest) {
        double part = Double.isFinite(value) && largest > 0 ? Math.max(0, value) / largest * 100 : 0;
        return String.format(Locale.ROOT, "%.1f", part);
    }

    private String config() {
        return section("Configuration", "<pre><code>" + escape(report.config()) + "</code></pre>\n");
    }

    private String machine() {
        return section(
                "Machine",
                report.machine().stream()
                        .map(ReportPage::machineFact)
                        .collect(Collectors.joining("", "<dl class=\"machine\">\n", "</dl>\n")));
    }

    private static String machineFact(Finding finding) {
        return "<dt>" + escape(finding.name()) + "</dt><dd>" + escape(finding.value())
                + (finding.advice().isEmpty() ? "" : "<br/><em>" + escape(finding.advice()) + "</em>") + "</dd>\n";
    }

    private static String section(String title, String body) {
        return "<section><h2>" + title + "</h2>\n" + body + "</section>\n";
    }

    private String clock() {
        return String.format(
                Locale.ROOT,
                "%d:%02d:%02d",
                report.duration().toHours(),
                report.duration().toMinutesPart(),
                report.duration().toSecondsPart());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 1000 ? "%.0f" : "%.4g", value);
    }

    private static String escape(String text) {
        return HtmlEscapers.htmlEscaper().escape(text);
    }
}
