package org.tresnet4j.benchmarks.report;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;

/** The report as a picture: a chart for every group, a bar for every contender. */
public final class BarCharts {

    private static final int WIDTH = 900;
    private static final int BAR = 40;
    private static final int FRAME = 120;

    /** Less than a bar has: XChart leaves out names for which it sees less room, and goes by the other axis' setting. */
    private static final int NAME_ROOM = 25;

    private BarCharts() {}

    /**
     * Writes nothing if nothing was measured.
     *
     * @param file with the ending {@code .png}
     */
    public static void write(Report report, Path file) throws IOException {
        List<GroupResult> groups = report.groups().stream()
                .filter(group -> group.baseline().isPresent())
                .toList();
        // the picture is a grid of charts of one size
        int bars =
                groups.stream().mapToInt(group -> group.measured().size()).max().orElse(0);
        List<HorizontalBarChart> charts =
                groups.stream().map(group -> chart(group, FRAME + BAR * bars)).toList();
        if (!charts.isEmpty()) {
            BitmapEncoder.saveBitmap(charts, charts.size(), 1, file.toString(), BitmapFormat.PNG);
        }
    }

    private static HorizontalBarChart chart(GroupResult group, int height) {
        List<Result> bars = group.measured();
        HorizontalBarChart chart = new HorizontalBarChartBuilder()
                .width(WIDTH)
                .height(height)
                .title(group.title())
                .xAxisTitle(axis(group))
                .build();
        chart.getStyler().setXAxisMin(0.0).setLegendVisible(false).setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisTickMarkSpacingHint(NAME_ROOM);
        chart.addSeries(
                "rate",
                bars.stream().map(BarCharts::rate).toList(),
                bars.stream().map(Result::label).toList());
        return chart;
    }

    private static String axis(GroupResult group) {
        return String.join(
                ", ",
                group.measured().stream()
                        .map(result -> result.quantity().plural() + " a second")
                        .distinct()
                        .toList());
    }

    private static double rate(Result result) {
        double rate = result.quantity().perSecond(Spread.of(result.millis()).median());
        // the labels in the bars show all digits that a number has
        return Double.parseDouble(MarkdownReport.number(rate));
    }
}
