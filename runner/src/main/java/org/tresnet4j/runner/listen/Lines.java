package org.tresnet4j.runner.listen;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How steps and evaluations read. */
final class Lines {

    private Lines() {}

    static String step(Step step, Outline outline) {
        return String.format(
                Locale.ROOT,
                "epoch %d/%d  iteration %d/%d  loss %s  lr %.3g  %.1f img/s  waiting %.0f%%%s",
                step.epoch(),
                outline.epochs(),
                step.iteration(),
                outline.iterations(),
                loss(step),
                step.learningRate(),
                step.imagesPerSecond(),
                100 * step.waitShare(),
                memory(step));
    }

    /** With two spaces before it. */
    static String remaining(Step step) {
        return "  remaining " + clock(step.remaining());
    }

    /** Two spaces and gibibytes; nothing where it is not known. */
    static String memory(Step step) {
        return step.memoryBytes() == 0
                ? ""
                : String.format(Locale.ROOT, "  %.1f GiB", step.memoryBytes() / (double) (1L << 30));
    }

    static String skipped(SkippedStep step) {
        return String.format(
                Locale.ROOT,
                "epoch %d  iteration %d  skipped: %s (%d skipped so far)",
                step.epoch(),
                step.iteration(),
                step.reason(),
                step.skippedSteps());
    }

    static String loss(Step step) {
        String parts = numbers(step.components());
        return number(step.loss()) + (parts.isEmpty() ? "" : " (" + parts + ")");
    }

    static String evaluation(Measurement measurement, boolean best, Outline outline) {
        return String.format(
                Locale.ROOT,
                "epoch %d/%d  %s: %s%s  (%.0f s)",
                measurement.epoch(),
                outline.epochs(),
                measurement.averaged() ? "averaged weights" : "evaluation",
                numbers(measurement.evaluation().metrics()),
                best ? "  best so far" : "",
                measurement.seconds());
    }

    static String clock(Duration duration) {
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }

    private static String numbers(Map<String, Double> named) {
        return named.entrySet().stream()
                .map(entry -> entry.getKey() + " " + number(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
