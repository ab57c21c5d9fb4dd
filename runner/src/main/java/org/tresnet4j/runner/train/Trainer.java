package org.tresnet4j.runner.train;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.runner.checkpoint.CheckpointException;
import org.tresnet4j.runner.checkpoint.CheckpointFolder;
import org.tresnet4j.runner.checkpoint.CheckpointInfo;
import org.tresnet4j.runner.config.EmaConfig;
import org.tresnet4j.runner.config.TrainConfig;
import org.tresnet4j.runner.ema.ExponentialMovingAverage;
import org.tresnet4j.runner.listen.History;
import org.tresnet4j.runner.listen.Measurement;
import org.tresnet4j.runner.listen.Outline;
import org.tresnet4j.runner.listen.Step;
import org.tresnet4j.runner.listen.Throughput;
import org.tresnet4j.runner.listen.TrainingListener;
import org.tresnet4j.runner.schedule.Schedule;
import org.tresnet4j.runner.spi.BatchStream;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.TrainingTask;

/**
 * The loop: epochs of batches, each one step of the network; evaluations, checkpoints and listeners in between. Where
 * there is a moving average of the weights, it is what is evaluated and what {@code best.zip} holds. Used once.
 */
public final class Trainer {

    private final TrainingTask task;
    private final ComputationGraph network;
    private final TrainingPlan plan;
    private final CheckpointFolder checkpoints;
    private final CheckpointInfo origin;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private final Throughput throughput = new Throughput();
    private final BatchMemory memory = new BatchMemory();
    private final Schedule learningRate;
    private final String split;
    private final Optional<ExponentialMovingAverage> average;
    private StopSignal stop = new StopSignal();
    private History history = History.EMPTY;
    private long iteration;
    private long startNanos;

    /**
     * @param network initialised, built from {@link TrainingPlan#network}
     * @param origin what the checkpoints say about the run
     */
    public Trainer(
            TrainingTask task,
            ComputationGraph network,
            TrainingPlan plan,
            CheckpointFolder checkpoints,
            CheckpointInfo origin) {
        this.task = task;
        this.network = network;
        this.plan = plan;
        this.checkpoints = checkpoints;
        this.origin = origin;
        this.learningRate = plan.learningRate();
        this.split = task.evaluationSplits().get(0);
        EmaConfig ema = plan.config().ema();
        this.average = ema.enabled()
                ? Optional.of(ExponentialMovingAverage.of(network.params(), ema.decay(), ema.warmup()))
                : Optional.empty();
    }

    /** Adds a listener. */
    public Trainer listen(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Stops when the signal says so, as if by {@link #requestStop}. */
    public Trainer stopOn(StopSignal signal) {
        stop = signal;
        return this;
    }

    /** Finishes the current step, saves {@code last.zip} and returns; from any thread. */
    public void requestStop() {
        stop.request();
    }

    /**
     * Trains.
     *
     * @throws TrainingException when the loss is not finite; the last checkpoint stays as it was
     */
    public TrainingResult run() {
        startNanos = System.nanoTime();
        try {
            Outline outline = new Outline(0, plan.iterations(), plan.config().epochsToRun(), network.numParams());
            listeners.forEach(listener -> listener.started(outline));
            boolean interrupted = epochs();
            Duration duration = Duration.ofNanos(System.nanoTime() - startNanos);
            return new TrainingResult(history, iteration, throughput.overallImagesPerSecond(), duration, interrupted);
        } finally {
            listeners.forEach(TrainingListener::ended);
        }
    }

    private boolean epochs() {
        TrainConfig config = plan.config();
        for (int epoch = 0; epoch < config.epochsToRun(); epoch++) {
            int steps = epoch(epoch);
            boolean complete = steps == plan.batchesPerEpoch();
            if (complete) {
                network.incrementEpochCount();
            }
            int done = complete ? epoch + 1 : epoch;
            int batchInEpoch = complete ? 0 : steps;
            boolean last = iteration == plan.iterations();
            boolean interrupted = stop.requested() && !last;
            if (!interrupted && (last || done % config.evaluateEvery() == 0)) {
                evaluateOrSave(epoch + 1, done, batchInEpoch);
            }
            if (interrupted || last || done % config.checkpoint().everyEpochs() == 0) {
                saveLast(done, batchInEpoch);
            }
            if (interrupted || last) {
                return interrupted;
            }
        }
        return false;
    }

    /** Returns the number of steps done. */
    private int epoch(int epoch) {
        int steps = 0;
        try (BatchStream batches = task.batches(epoch)) {
            while (iteration < plan.iterations() && !stop.requested()) {
                long asked = System.nanoTime();
                if (!batches.hasNext()) {
                    break;
                }
                MultiDataSet batch = batches.next();
                step(epoch, batch, System.nanoTime() - asked);
                steps++;
            }
            boolean stopped = stop.requested() || iteration == plan.iterations();
            if (steps > plan.batchesPerEpoch() || (steps < plan.batchesPerEpoch() && !stopped)) {
                throw new IllegalStateException("the task promised " + plan.batchesPerEpoch()
                        + " batches in an epoch and gave " + steps + " in epoch " + (epoch + 1));
            }
        }
        return steps;
    }

    private void step(int epoch, MultiDataSet batch, long waitNanos) {
        long begun = System.nanoTime();
        // a step's own seed, so that a run that is taken up again draws the same numbers
        Nd4j.getRandom().setSeed(mix(plan.seed(), iteration));
        network.fit(batch);
        double loss = network.score();
        if (!Double.isFinite(loss)) {
            throw diverged(epoch, loss);
        }
        average.ifPresent(ema -> ema.update(network.params()));
        throughput.add(batch.getFeatures(0).size(0), waitNanos, System.nanoTime() - begun);
        memory.release(batch);
        double rate = learningRate.at(iteration);
        iteration++;
        boolean due = iteration == 1 || iteration % plan.config().logEvery() == 0 || iteration == plan.iterations();
        Map<String, Double> components = due ? task.lossComponents(network) : Map.of();
        Step step = new Step(
                iteration,
                epoch + 1,
                loss,
                components,
                rate,
                throughput.imagesPerSecond(),
                throughput.waitShare(),
                remaining(),
                due);
        if (due) {
            history = history.with(step);
            throughput.mark();
        }
        listeners.forEach(listener -> listener.stepped(step));
    }

    private TrainingException diverged(int epoch, double loss) {
        String kept = Files.exists(checkpoints.last())
                ? "the latest good state is in " + checkpoints.last()
                : "there is no checkpoint yet";
        return new TrainingException("the loss of iteration " + (iteration + 1) + " (epoch " + (epoch + 1) + ") is "
                + loss + ", so training stopped; " + kept
                + ". Lower train.optimizer.learningRate (it was " + learningRate.at(iteration)
                + ") or raise train.schedule.warmupIterations, and check the data for broken labels");
    }

    /** Evaluations and checkpoints so far are part of the pace. */
    private Duration remaining() {
        long elapsed = System.nanoTime() - startNanos;
        return Duration.ofNanos((long) ((double) elapsed / iteration * (plan.iterations() - iteration)));
    }

    /** An evaluation that fails must not cost the epoch. */
    private void evaluateOrSave(int epoch, int epochsDone, int batchInEpoch) {
        try {
            evaluate(epoch, epochsDone, batchInEpoch);
        } catch (RuntimeException e) {
            try {
                saveLast(epochsDone, batchInEpoch);
            } catch (CheckpointException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    private void saveLast(int epochsDone, int batchInEpoch) {
        checkpoints.saveLast(network, info(epochsDone, batchInEpoch), average.map(ExponentialMovingAverage::average));
    }

    private void evaluate(int epoch, int epochsDone, int batchInEpoch) {
        average.ifPresent(ema -> ema.exchange(network.params()));
        try {
            long begun = System.nanoTime();
            Evaluation evaluation = task.evaluate(network, split);
            double seconds = (System.nanoTime() - begun) / 1e9;
            Measurement measurement = new Measurement(epoch, iteration, average.isPresent(), seconds, evaluation);
            history = history.with(measurement);
            boolean best = history.best().filter(measurement::equals).isPresent();
            if (best) {
                // no updates of an average: here the average is the parameters
                checkpoints.saveBest(network, origin.at(iteration, epochsDone, batchInEpoch, 0, history));
            }
            listeners.forEach(listener -> listener.evaluated(measurement, best));
        } finally {
            average.ifPresent(ema -> ema.exchange(network.params()));
        }
    }

    private CheckpointInfo info(int epochsDone, int batchInEpoch) {
        return origin.at(
                iteration,
                epochsDone,
                batchInEpoch,
                average.map(ExponentialMovingAverage::updates).orElse(0L),
                history);
    }

    /** SplitMix64's finaliser: neighbouring iterations get unrelated seeds. */
    private static long mix(long seed, long iteration) {
        long z = seed + (iteration + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
