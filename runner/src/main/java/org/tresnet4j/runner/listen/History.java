package org.tresnet4j.runner.listen;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has happened in a run so far; travels in its checkpoints.
 *
 * @param points the logged steps
 * @param measurements the evaluations; only the best keeps its numbers by class
 */
public record History(List<Point> points, List<Measurement> measurements) {

    /** Nothing yet. */
    public static final History EMPTY = new History(List.of(), List.of());

    public History {
        points = List.copyOf(points);
        measurements = List.copyOf(measurements);
    }

    /** A logged step, see {@link Step}. */
    public record Point(
            long iteration,
            int epoch,
            double loss,
            Map<String, Double> components,
            double learningRate,
            double imagesPerSecond,
            double waitShare) {

        public Point {
            components = ImmutableMap.copyOf(components);
        }
    }

    /** With one more step. */
    public History with(Step step) {
        Point point = new Point(
                step.iteration(),
                step.epoch(),
                step.loss(),
                step.components(),
                step.learningRate(),
                step.imagesPerSecond(),
                step.waitShare());
        return new History(
                ImmutableList.<Point>builderWithExpectedSize(points.size() + 1)
                        .addAll(points)
                        .add(point)
                        .build(),
                measurements);
    }

    /** With one more evaluation. */
    public History with(Measurement measurement) {
        List<Measurement> all = new ArrayList<>(measurements);
        all.add(measurement);
        Optional<Measurement> best = best(all);
        all.replaceAll(each -> best.isPresent() && best.get() == each ? each : each.withoutClasses());
        return new History(points, all);
    }

    /** The evaluation with the largest primary number, the earliest of equals; numbers that are not finite don't count. */
    public Optional<Measurement> best() {
        return best(measurements);
    }

    /**
     * How many evaluations have passed since one was better than all before by more than a margin.
     *
     * @param margin in the unit of the primary number, at least 0
     */
    public int evaluationsWithoutGain(double margin) {
        double best = Double.NEGATIVE_INFINITY;
        int since = 0;
        for (Measurement measurement : measurements) {
            double value = measurement.evaluation().primaryValue();
            since++;
            if (value > best + margin) {
                best = value;
                since = 0;
            }
        }
        return since;
    }

    private static Optional<Measurement> best(List<Measurement> all) {
        return all.stream()
                .filter(each -> Double.isFinite(each.evaluation().primaryValue()))
                .reduce((best, each) ->
                        each.evaluation().primaryValue() > best.evaluation().primaryValue() ? each : best);
    }
}
