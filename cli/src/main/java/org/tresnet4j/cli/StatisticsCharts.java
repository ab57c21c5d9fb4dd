package org.tresnet4j.cli;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.tresnet4j.datasets.inspect.ClassCount;
import org.tresnet4j.datasets.inspect.Histogram;
import org.tresnet4j.datasets.inspect.SplitStatistics;
import org.tresnet4j.runner.spi.TaskException;

/** Histograms as PNG: a bar for each split, in percent of the split, so that splits of different sizes compare. */
final class StatisticsCharts {

    private static final int WIDTH = 1200;
    private static final int PIXELS_PER_BAR = 10;
    private static final int PIXELS_PER_LABEL = 24;
    private static final int SURROUNDINGS = 300;
    private static final int LARGEST_WIDTH = 6000;
    private static final int HEIGHT = 640;
    private static final int FONT_SIZE = 16;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE);
    private static final int LABEL_ANGLE = 45;
    private static final double BAR_WIDTH = 0.85;
    private static final Color TEXT = new Color(0x57606A);
    private static final Color GRID = new Color(0xE4E8EC);
    private static final Color[] SPLITS = {new Color(0x0B6BCB), new Color(0xE58A13), new Color(0x3C9A5F)};

    private final Map<String, SplitStatistics> bySplit;
    private final Path folder;
    private final List<Path> files = new ArrayList<>();

    private StatisticsCharts(Map<String, SplitStatistics> bySplit, Path folder) {
        this.bySplit = bySplit;
        this.folder = folder;
    }

    /**
     * Writes all of them.
     *
     * @param folder is made if it does not exist
     * @return the files
     */
    static List<Path> write(Map<String, SplitStatistics> bySplit, Path folder) {
        StatisticsCharts charts = new StatisticsCharts(bySplit, folder);
        try {
            Files.createDirectories(folder);
            charts.classes("class-images", "% of the split's images", ClassCount::images, SplitStatistics::images);
            charts.classes("class-objects", "% of the split's objects", ClassCount::objects, SplitStatistics::objects);
            charts.bins("object-sizes", "\u221aarea of objects, pixels", SplitStatistics::objectSides);
            charts.bins("image-short-sides", "shorter side of images, pixels", SplitStatistics::shortSides);
            charts.bins("image-long-sides", "longer side of images, pixels", SplitStatistics::longSides);
            charts.bins("image-aspects", "width/height of images", SplitStatistics::aspects);
        } catch (IOException e) {
            throw new TaskException(folder + ": cannot be written (" + e + "); choose another --out", e);
        }
        return charts.files;
    }

    private void classes(
            String name, String unit, ToIntFunction<ClassCount> count, ToIntFunction<SplitStatistics> total)
            throws IOException {
        Map<String, Map<String, Double>> percentages = new LinkedHashMap<>();
        List<String> labels = bySplit.values().stream()
                .flatMap(split -> split.classes().stream())
                .map(ClassCount::name)
                .distinct()
                .toList();
        bySplit.forEach((split, counted) -> {
            Map<String, Double> ofClass = new LinkedHashMap<>();
            counted.classes()
                    .forEach(c -> ofClass.merge(
                            c.name(), percent(count.applyAsInt(c), total.applyAsInt(counted)), Double::sum));
            percentages.put(split, ofClass);
        });
        draw(name, "", unit, labels, percentages);
    }

    private void bins(String name, String title, Function<SplitStatistics, Histogram> histogram) throws IOException {
        List<Histogram> histograms = bySplit.values().stream().map(histogram).toList();
        int[] range = StatisticsText.range(histograms).toArray();
        List<String> all = histograms.get(0).labels();
        Map<String, Map<String, Double>> percentages = new LinkedHashMap<>();
        bySplit.forEach((split, counted) -> {
            Histogram counts = histogram.apply(counted);
            Map<String, Double> ofBin = new LinkedHashMap<>();
            for (int bin : range) {
                ofBin.put(all.get(bin), percent(counts.counts().get(bin), counts.total()));
            }
            percentages.put(split, ofBin);
        });
        List<String> labels = Arrays.stream(range).mapToObj(all::get).toList();
        draw(name, title, "% of the split", labels, percentages);
    }

    private static double percent(long count, long total) {
        return total == 0 ? 0 : 100.0 * count / total;
    }

    private void draw(
            String name, String xTitle, String yTitle, List<String> labels, Map<String, Map<String, Double>> series)
            throws IOException {
        if (labels.isEmpty()) {
            return;
        }
        int spacing = Math.max(PIXELS_PER_LABEL, PIXELS_PER_BAR * (series.size() + 1));
        int width = Math.min(Math.max(WIDTH, SURROUNDINGS + spacing * labels.size()), LARGEST_WIDTH);
        CategoryChart chart = new CategoryChartBuilder()
                .width(width)
                .height(HEIGHT)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        style(chart.getStyler(), !xTitle.isEmpty());
        series.forEach((split, percentages) -> chart.addSeries(
                split,
                labels,
                labels.stream()
                        .map(label -> percentages.getOrDefault(label, 0.0))
                        .toList()));
        BufferedImage image = new BufferedImage(width, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        chart.paint(graphics, width, HEIGHT);
        graphics.dispose();
        Path file = folder.resolve(name + ".png");
        ImageIO.write(image, "png", file.toFile());
        files.add(file);
    }

    private static void style(CategoryStyler styler, boolean titled) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1f));
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setPlotTicksMarksVisible(false);
        styler.setAxisTicksLineVisible(false);
        styler.setAxisTicksMarksVisible(false);
        // XChart leaves labels out that are closer than this
        styler.setXAxisTickMarkSpacingHint(PIXELS_PER_LABEL - 2);
        styler.setAxisTickLabelsColor(TEXT);
        styler.setAxisTickLabelsFont(FONT);
        styler.setAxisTitleFont(FONT);
        styler.setChartFontColor(TEXT);
        styler.setChartTitleVisible(false);
        styler.setXAxisTitleVisible(titled);
        styler.setXAxisLabelRotation(LABEL_ANGLE);
        styler.setLegendPosition(LegendPosition.OutsideE);
        styler.setLegendFont(FONT);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setSeriesColors(SPLITS);
        styler.setAvailableSpaceFill(BAR_WIDTH);
        styler.setAntiAlias(true);
    }
}
