package org.tresnet4j.benchmarks.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.tresnet4j.backbone.kernel.Precision;
import org.tresnet4j.benchmarks.Suite;
import org.tresnet4j.benchmarks.report.MarkdownTable;
import org.tresnet4j.benchmarks.report.Quantity;

/** Runs the kernels' benchmarks and writes kernels.md and kernels.json; started by {@code benchmarks/run kernels}. */
public final class KernelReport {

    /**
     * A call's time.
     *
     * @param name of the method
     * @param precision that was asked for
     * @param shape of a convolution; empty for the maps of the first stage
     * @param millis mean
     * @param error half of the interval that holds the mean with 99.9 %
     */
    private record Score(String name, Precision precision, Optional<String> shape, double millis, double error) {

        static Score of(RunResult run) {
            String precision = run.getParams().getParam("precision");
            return new Score(
                    run.getPrimaryResult().getLabel(),
                    precision == null ? Precision.FLOAT32 : Precision.valueOf(precision),
                    Optional.ofNullable(run.getParams().getParam("shape")),
                    run.getPrimaryResult().getScore(),
                    run.getPrimaryResult().getScoreError());
        }

        Quantity work() {
            return shape.map(text -> Work.of(name, ConvolutionShape.parse(text)))
                    .orElseGet(() -> Work.of(name, precision));
        }

        double rate() {
            return work().perSecond(millis);
        }
    }

    private KernelReport() {}

    /**
     * @param args JMH's own options, which precede the defaults here; {@code -h} lists them
     */
    public static void main(String[] args) throws CommandLineOptionException, IOException, RunnerException {
        CommandLineOptions given = new CommandLineOptions(args);
        if (given.shouldHelp()) {
            given.showHelp();
            return;
        }
        Path target = Path.of(System.getProperty(Suite.HOME, "."), "target");
        Collection<RunResult> results = new Runner(options(given, target.resolve("kernels.json"))).run();
        Path table = target.resolve("kernels.md");
        Files.writeString(table, render(results));
        System.err.println("written: " + table);
    }

    private static Options options(CommandLineOptions given, Path json) {
        OptionsBuilder defaults = new OptionsBuilder();
        defaults.parent(given);
        if (given.getIncludes().isEmpty()) {
            defaults.include(KernelReport.class.getPackageName() + ".*");
        }
        if (!given.getForkCount().hasValue()) {
            defaults.forks(1);
        }
        if (!given.getWarmupIterations().hasValue()) {
            defaults.warmupIterations(3);
        }
        if (!given.getMeasurementIterations().hasValue()) {
            defaults.measurementIterations(7);
        }
        if (!given.getWarmupTime().hasValue()) {
            defaults.warmupTime(TimeValue.seconds(1));
        }
        if (!given.getMeasurementTime().hasValue()) {
            defaults.measurementTime(TimeValue.seconds(1));
        }
        return defaults.resultFormat(ResultFormatType.JSON)
                .result(json.toString())
                .build();
    }

    private static String render(Collection<RunResult> results) {
        List<Score> scores = results.stream()
                .map(Score::of)
                .sorted(Comparator.comparingInt(score -> Work.NAMES.indexOf(score.name())))
                .toList();
        MarkdownTable table =
                new MarkdownTable("kernel", "precision", "ms", "± (99.9 %)", "rate", "of the machine's limit");
        scores.forEach(score -> row(table, score, scores));
        return table.render();
    }

    private static void row(MarkdownTable table, Score score, List<Score> scores) {
        Optional<Double> limit = scores.stream()
                .filter(other -> other.name().equals(Work.limit(score.work())))
                .map(Score::rate)
                .findFirst();
        table.row(
                score.name() + score.shape().map(shape -> " " + shape).orElse(""),
                score.precision().name().toLowerCase(Locale.ROOT),
                format("%.3f", score.millis()),
                // one iteration has no spread
                Double.isNaN(score.error()) ? "" : format("%.3f", score.error()),
                format("%.1f", score.rate()) + " " + score.work().unit() + "/s",
                limit.map(rate -> format("%.0f %%", 100 * score.rate() / rate)).orElse(""));
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
