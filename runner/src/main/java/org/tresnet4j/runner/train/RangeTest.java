package org.tresnet4j.runner.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.runner.schedule.ExponentialSchedule;
import org.tresnet4j.runner.schedule.Schedule;
import org.tresnet4j.runner.spi.BatchStream;
import org.tresnet4j.runner.spi.TrainingTask;

/**
 * The learning rate range test (Smith, arXiv 1506.01186): trains while the learning rate grows by equal factors, until
 * the loss blows up. Good rates lie where the loss falls fastest, below that where it is least.
 */
public final class RangeTest {

    /** How much of the smoothed loss is kept at each iteration. */
    private static final double SMOOTHING = 0.9;

    /** The loss has blown up when the smoothed one is so many times its least. */
    private static final double BLOWN_UP = 4;

    /** Slopes are taken over so many points to each side. */
    private static final int REACH = 3;

    private RangeTest() {}

    /**
     * What is tried.
     *
     * @param from the first learning rate, positive
     * @param to the last one, larger
     * @param iterations at most, at least 10
     */
    public record Options(double from, double to, int iterations) {

        private static final int FEWEST = 10;

        public Options {
            if (!(from > 0 && to > from) || iterations < FEWEST) {
                throw new IllegalArgumentException("the learning rates have to grow from a positive one, in at least "
                        + FEWEST + " iterations; got " + from + " to " + to + " in " + iterations);
            }
        }
    }

    /**
     * An iteration.
     *
     * @param rate learning rate
     * @param loss of the iteration
     * @param smoothed moving average of the losses so far
     */
    public record Point(double rate, double loss, double smoothed) {}

    /**
     * What was seen.
     *
     * @param points in the order of their learning rates
     * @param blewUp whether the loss blew up before the last learning rate
     */
    public record Result(List<Point> points, boolean blewUp) {

        public Result {
            points = List.copyOf(points);
        }

        /** The learning rate at which the smoothed loss is least. */
        public double least() {
            return points.stream()
                    .min(Comparator.comparingDouble(Point::smoothed))
                    .orElseThrow()
                    .rate();
        }

        /** The learning rate at which the smoothed loss falls fastest over the logarithm of the rate, if it falls. */
        public Optional<Double> steepest() {
            return IntStream.range(REACH, points.size() - REACH)
                    .boxed()
                    .min(Comparator.comparingDouble(this::slope))
                    .filter(i -> slope(i) < 0)
                    .map(i -> points.get(i).rate());
        }

        private double slope(int i) {
            Point before = points.get(i - REACH);
            Point after = points.get(i + REACH);
            return (after.smoothed() - before.smoothed()) / Math.log(after.rate() / before.rate());
        }
    }

    /**
     * Trains a network of the task's, which is thrown away afterwards.
     *
     * @throws TrainingException when not even the first steps have a finite loss
     */
    public static Result run(TrainingTask task, TrainingPlan plan, Options options) {
        Schedule rates = new ExponentialSchedule(options.from(), options.to(), options.iterations());
        ComputationGraph network = task.network(plan.network(rates));
        GradientStep gradients = new GradientStep(
                network,
                plan.config().gradients(),
                plan.config().optimizer().layerRates().orElse(List.of()));
        Nd4j.getRandom().setSeed(plan.seed());
        List<Point> points = new ArrayList<>();
        BatchMemory memory = new BatchMemory();
        double average = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int epoch = 0; points.size() < options.iterations(); epoch++) {
            try (BatchStream batches = task.batches(epoch, 0)) {
                while (points.size() < options.iterations() && batches.hasNext()) {
                    if (!step(gradients, batches, plan.config().gradients().accumulate(), memory)) {
                        return finished(points, true);
                    }
                    double loss = gradients.loss();
                    gradients.take();
                    average = SMOOTHING * average + (1 - SMOOTHING) * loss;
                    double smoothed = average / (1 - Math.pow(SMOOTHING, points.size() + 1.0));
                    least = Math.min(least, smoothed);
                    points.add(new Point(rates.at(points.size()), loss, smoothed));
                    if (smoothed > BLOWN_UP * least) {
                        return finished(points, true);
                    }
                }
            }
        }
        return finished(points, false);
    }

    private static boolean step(GradientStep gradients, BatchStream batches, int accumulate, BatchMemory memory) {
        boolean finite = true;
        for (int i = 0; finite && i < accumulate && batches.hasNext(); i++) {
            MultiDataSet batch = batches.next();
            finite = gradients.add(batch);
            memory.release(batch);
        }
        return finite;
    }

    private static Result finished(List<Point> points, boolean blewUp) {
        if (points.isEmpty()) {
            throw new TrainingException("the very first loss is not finite, at any learning rate: check the data for"
                    + " broken labels ('tresnet data check'), or the weights that training starts from");
        }
        return new Result(points, blewUp);
    }
}
