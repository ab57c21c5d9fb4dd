package org.tresnet4j.runner.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws curves as PNG. */
final class Curves {

    private static final int WIDTH = 1040;
    private static final int WIDE = 2140;
    private static final int HEIGHT = 460;
    private static final int FONT_SIZE = 20;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE);
    private static final float LINE = 3f;
    private static final int MARKER = 9;
    private static final int MARKED_POINTS = 40;
    private static final double SMALL = 1e-3;
    private static final int X_LABEL_SPACING = 130;
    private static final MathContext LABEL_DIGITS = new MathContext(4);

    private Curves() {}

    /** The colours of a page. */
    enum Scheme {
        LIGHT(
                new Color(0xFFFFFF),
                new Color(0x57606A),
                new Color(0xE4E8EC),
                List.of(0x0B6BCB, 0xC2410C, 0x15803D, 0x7E22CE, 0xB45309, 0x0E7490, 0x9D174D)),
        DARK(
                new Color(0x171B21),
                new Color(0x9AA4AF),
                new Color(0x2B323B),
                List.of(0x5AB0FF, 0xFB923C, 0x4ADE80, 0xC084FC, 0xFACC15, 0x22D3EE, 0xF472B6));

        private final Color background;
        private final Color text;
        private final Color grid;
        private final List<Integer> lines;

        Scheme(Color background, Color text, Color grid, List<Integer> lines) {
            this.background = background;
            this.text = text;
            this.grid = grid;
            this.lines = lines;
        }

        private Color line(int series) {
            return new Color(lines.get(series % lines.size()));
        }
    }

    /**
     * A chart of one curve or several, which are then named below it.
     *
     * @param xTitle below
     * @param logarithmic whether equal factors of x are equally far apart
     * @param wide whether it spans the page, and not half of it
     */
    record Curve(String xTitle, boolean logarithmic, boolean wide, List<Series> series) {

        Curve {
            series = series.stream().filter(each -> !each.points().isEmpty()).toList();
        }

        boolean isEmpty() {
            return series.isEmpty();
        }
    }

    /**
     * A curve.
     *
     * @param points x and y; those that are not finite are left out
     */
    record Series(String name, List<double[]> points) {

        Series {
            points = points.stream()
                    .filter(point -> Double.isFinite(point[0]) && Double.isFinite(point[1]))
                    .toList();
        }

        private boolean marked() {
            return points.size() <= MARKED_POINTS;
        }

        /**
         * XChart labels points that are equally far apart, and round numbers otherwise. Of many points the second is
         * left out, so that the labels are round numbers.
         */
        private double[] coordinates(int axis) {
            return IntStream.range(0, points.size())
                    .filter(i -> i != 1 || marked())
                    .mapToDouble(i -> points.get(i)[axis])
                    .toArray();
        }
    }

    static byte[] png(Curve curve, Scheme scheme) {
        int width = curve.wide() ? WIDE : WIDTH;
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(HEIGHT)
                .xAxisTitle(curve.xTitle())
                .build();
        style(chart.getStyler(), scheme);
        chart.getStyler().setXAxisLogarithmic(curve.logarithmic());
        chart.getStyler().setLegendVisible(curve.series().size() > 1);
        for (int i = 0; i < curve.series().size(); i++) {
            Series each = curve.series().get(i);
            String name = each.name().isEmpty() ? "curve" : each.name();
            XYSeries series = chart.addSeries(name, each.coordinates(0), each.coordinates(1));
            series.setLineColor(scheme.line(i));
            series.setLineStyle(new BasicStroke(LINE, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            series.setMarkerColor(scheme.line(i));
            series.setMarker(each.marked() ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        }
        BufferedImage image = new BufferedImage(width, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        chart.paint(graphics, width, HEIGHT);
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    private static void style(XYStyler styler, Scheme scheme) {
        styler.setChartBackgroundColor(scheme.background);
        styler.setPlotBackgroundColor(scheme.background);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(scheme.grid);
        styler.setPlotGridLinesStroke(new BasicStroke(1f));
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setPlotTicksMarksVisible(false);
        styler.setAxisTicksLineVisible(false);
        styler.setAxisTickLabelsColor(scheme.text);
        styler.setAxisTickLabelsFont(FONT);
        styler.setAxisTitleFont(FONT);
        styler.setXAxisTitleColor(scheme.text);
        styler.setChartFontColor(scheme.text);
        styler.setYAxisTitleVisible(false);
        styler.setChartTitleVisible(false);
        styler.setLegendFont(FONT);
        styler.setLegendBackgroundColor(scheme.background);
        styler.setLegendBorderColor(scheme.background);
        styler.setLegendPosition(LegendPosition.OutsideS);
        styler.setLegendLayout(LegendLayout.Horizontal);
        styler.setMarkerSize(MARKER);
        styler.setAntiAlias(true);
        styler.setXAxisTickMarkSpacingHint(X_LABEL_SPACING);
        styler.setXAxisTickLabelsFormattingFunction(Curves::label);
        styler.setYAxisTickLabelsFormattingFunction(Curves::label);
    }

    /** Four digits, without zeros that say nothing. */
    private static String label(double value) {
        BigDecimal rounded = new BigDecimal(value, LABEL_DIGITS).stripTrailingZeros();
        return Math.abs(value) >= SMALL || rounded.signum() == 0
                ? rounded.toPlainString()
                : rounded.unscaledValue() + "e-" + rounded.scale();
    }
}
