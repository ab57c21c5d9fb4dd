package org.tresnet4j.runner.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.runner.checkpoint.Checkpoint;
import org.tresnet4j.runner.checkpoint.CheckpointException;
import org.tresnet4j.runner.checkpoint.CheckpointFolder;
import org.tresnet4j.runner.checkpoint.CheckpointInfo;
import org.tresnet4j.runner.checkpoint.Progress;
import org.tresnet4j.runner.config.EmaConfig;
import org.tresnet4j.runner.config.TrainConfig;
import org.tresnet4j.runner.device.ProcessMemory;
import org.tresnet4j.runner.ema.ExponentialMovingAverage;
import org.tresnet4j.runner.listen.Measurement;
import org.tresnet4j.runner.listen.Outline;
import org.tresnet4j.runner.listen.SkippedStep;
import org.tresnet4j.runner.listen.Step;
import org.tresnet4j.runner.listen.Throughput;
import org.tresnet4j.runner.listen.TrainingListener;
import org.tresnet4j.runner.schedule.Schedule;
import org.tresnet4j.runner.spi.BatchStream;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.TrainingTask;
import org.tresnet4j.runner.train.TrainingResult.Ending;

/**
 * The loop: epochs of batches, steps of the network; evaluations, checkpoints and listeners in between. Where there is
 * a moving average of the weights, it is what is evaluated and what {@code best.zip} holds. Used once.
 */
public final class Trainer {

    private final TrainingTask task;
    private final ComputationGraph network;
    private final TrainingPlan plan;
    private final TrainConfig config;
    private final CheckpointFolder checkpoints;
    private final CheckpointInfo origin;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private final Throughput throughput = new Throughput();
    private final BatchMemory memory = new BatchMemory();
    private final Schedule learningRate;
    private final String split;
    private final GradientStep gradients;
    private final AveragedWorkers workers;
    private Optional<ExponentialMovingAverage> average;
    private StopSignal stop = new StopSignal();
    private Progress progress = Progress.START;
    private int skippedInARow;
    private long stepsBefore;
    private long startNanos;
    private double secondsBefore;

    /**
     * @param network initialised, built from {@link TrainingPlan#network}
     * @param origin what the checkpoints say about the run
     * @throws TrainingException when the configuration names layers that the network does not have
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
        this.config = plan.config();
        this.checkpoints = checkpoints;
        this.origin = origin;
        this.learningRate = plan.learningRate();
        this.split = task.evaluationSplits().get(0);
        this.gradients = new GradientStep(
                network, config.gradients(), config.optimizer().layerRates().orElse(List.of()));
        this.workers = new AveragedWorkers(network, config.workers());
        EmaConfig ema = config.ema();
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

    /**
     * Goes on where a run was, to the bit.
     *
     * @param state of the same network and optimizer
     * @throws CheckpointException when it is of others, or has no moving average where one is configured
     */
    public Trainer resume(Checkpoint state) {
        state.loadInto(network);
        progress = state.info().progress();
        secondsBefore = progress.seconds();
        EmaConfig ema = config.ema();
        if (ema.enabled()) {
            INDArray saved = state.average()
                    .orElseThrow(() -> new TrainingException(state.file()
                            + ": has no moving average, but train.ema.decay is set; set it to 0 or start a new run"));
            average = Optional.of(
                    ExponentialMovingAverage.resume(saved, ema.decay(), ema.warmup(), progress.averageUpdates()));
        }
        return this;
    }

    /** Finishes the current step, saves the state and returns; from any thread. */
    public void requestStop() {
        stop.request();
    }

    /**
     * Trains.
     *
     * @throws TrainingException when too many steps in a row had to be skipped; the latest state stays as it was
     */
    public TrainingResult run() {
        startNanos = System.nanoTime();
        try {
            Outline outline =
                    new Outline(progress.iteration(), plan.iterations(), config.epochsToRun(), network.numParams());
            listeners.forEach(listener -> listener.started(outline));
            Ending ending = epochs();
            return new TrainingResult(
                    progress.history(),
                    progress.iteration(),
                    progress.skippedSteps(),
                    throughput.overallImagesPerSecond(),
                    Duration.ofNanos((long) (seconds() * 1e9)),
                    ending);
        } finally {
            listeners.forEach(TrainingListener::ended);
        }
    }

    private double seconds() {
        return secondsBefore + (System.nanoTime() - startNanos) / 1e9;
    }

    private Ending epochs() {
        while (progress.epoch() < config.epochsToRun() && progress.iteration() < plan.iterations()) {
            if (stop.requested()) {
                save();
                return Ending.INTERRUPTED;
            }
            int epoch = progress.epoch();
            Optional<Ending> ending = epoch();
            if (ending.isPresent()) {
                return ending.get();
            }
            boolean complete = progress.epoch() > epoch;
            boolean last = progress.epoch() == config.epochsToRun() || progress.iteration() == plan.iterations();
            if (last || complete && evaluationDueAfterEpoch()) {
                evaluateOrSave(epoch + 1);
            }
            boolean exhausted = !last && isExhausted();
            if (last || exhausted || complete && savingDueAfterEpoch()) {
                save();
            }
            if (exhausted) {
                return Ending.NO_BETTER;
            }
        }
        return Ending.COMPLETED;
    }

    private boolean evaluationDueAfterEpoch() {
        return config.evaluateEveryIterations().isEmpty() && progress.epoch() % config.evaluateEvery() == 0;
    }

    private boolean savingDueAfterEpoch() {
        return progress.epoch() % config.checkpoint().everyEpochs() == 0
                || isDue(config.checkpoint().everyIterations());
    }

    /** Returns what ended the run, if anything did before the epoch's or the run's last step. */
    private Optional<Ending> epoch() {
        int epoch = progress.epoch();
        try (BatchStream batches = task.batches(epoch, progress.batchInEpoch())) {
            long asked = System.nanoTime();
            while (batches.hasNext()) {
                if (stop.requested()) {
                    save();
                    return Optional.of(Ending.INTERRUPTED);
                }
                stepsBefore = progress.iteration();
                if (config.workers().several()) {
                    round(epoch, batches, asked);
                } else {
                    step(epoch, batches, asked);
                }
                boolean epochEnds = batches.position() >= plan.batchesPerEpoch();
                if (progress.iteration() == plan.iterations() && !epochEnds) {
                    return Optional.empty();
                }
                if (!epochEnds && isDue(config.evaluateEveryIterations())) {
                    evaluateOrSave(epoch + 1);
                    if (isExhausted()) {
                        save();
                        return Optional.of(Ending.NO_BETTER);
                    }
                }
                if (!epochEnds && isDue(config.checkpoint().everyIterations())) {
                    save();
                }
                asked = System.nanoTime();
            }
            requireAll(epoch, batches.position());
        }
        network.incrementEpochCount();
        progress = progress.epochCompleted();
        if (isDue(config.evaluateEveryIterations()) && progress.iteration() < plan.iterations()) {
            evaluateOrSave(epoch + 1);
        }
        return Optional.empty();
    }

    private boolean isDue(Optional<Integer> every) {
        return every.filter(this::isReached).isPresent();
    }

    /** Whether the latest steps came to a multiple of a number. */
    private boolean isReached(int every) {
        return progress.iteration() / every > stepsBefore / every;
    }

    private void requireAll(int epoch, int batches) {
        if (batches != plan.batchesPerEpoch()) {
            throw new IllegalStateException("the task promised " + plan.batchesPerEpoch()
                    + " batches in an epoch and gave " + batches + " in epoch " + (epoch + 1));
        }
    }

    /** One step from as many batches as are configured, or as the epoch still has. */
    private void step(int epoch, BatchStream batches, long askedNanos) {
        double rate = learningRate.at(progress.iteration());
        boolean finite = true;
        long asked = askedNanos;
        int used = 0;
        while (finite && used < config.gradients().accumulate() && batches.hasNext()) {
            // of the batch's own, so that a run that is taken up again draws the same numbers
            Nd4j.getRandom().setSeed(mix(plan.seed(), (long) epoch * plan.batchesPerEpoch() + batches.position()));
            MultiDataSet batch = batches.next();
            long begun = System.nanoTime();
            finite = gradients.add(batch);
            used++;
            throughput.add(batch.getFeatures(0).size(0), begun - asked, System.nanoTime() - begun);
            memory.release(batch);
            asked = System.nanoTime();
        }
        double loss = gradients.loss();
        if (finite) {
            gradients.take();
            average.ifPresent(ema -> ema.update(network.params()));
            throughput.add(0, 0, System.nanoTime() - asked);
            skippedInARow = 0;
            progress = progress.stepped(
                    1,
                    batches.position(),
                    average.map(ExponentialMovingAverage::updates).orElse(0L));
            report(epoch, loss, rate);
        } else {
            gradients.abandon();
            progress = progress.skipped(batches.position());
            skip(epoch, loss, rate);
        }
    }

    /** Steps of several workers, and their averaging. */
    private void round(int epoch, BatchStream batches, long asked) {
        double rate = learningRate.at(progress.iteration());
        Nd4j.getRandom().setSeed(mix(plan.seed(), (long) epoch * plan.batchesPerEpoch() + batches.position()));
        List<MultiDataSet> round = new ArrayList<>();
        while (round.size() < workers.batches() && batches.hasNext()) {
            round.add(batches.next());
        }
        long begun = System.nanoTime();
        int steps = workers.fit(round);
        average.ifPresent(ema -> ema.update(network.params(), steps));
        long images =
                round.stream().mapToLong(batch -> batch.getFeatures(0).size(0)).sum();
        throughput.add(images, begun - asked, System.nanoTime() - begun);
        round.forEach(memory::release);
        progress = progress.stepped(
                steps,
                batches.position(),
                average.map(ExponentialMovingAverage::updates).orElse(0L));
        double loss = network.score();
        if (!Double.isFinite(loss)) {
            throw diverged(
                    new SkippedStep(progress.iteration(), epoch + 1, loss, Double.NaN, progress.skippedSteps()), rate);
        }
        report(epoch, loss, rate);
    }

    private void report(int epoch, double loss, double rate) {
        long iteration = progress.iteration();
        boolean due = stepsBefore == 0 || isReached(config.logEvery()) || iteration == plan.iterations();
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
                due ? ProcessMemory.residentBytes() : 0,
                due);
        if (due) {
            progress = progress.with(progress.history().with(step));
            throughput.mark();
        }
        listeners.forEach(listener -> listener.stepped(step));
    }

    private void skip(int epoch, double loss, double rate) {
        skippedInARow++;
        SkippedStep skipped = new SkippedStep(
                progress.iteration(), epoch + 1, loss, gradients.gradientNorm(), progress.skippedSteps());
        listeners.forEach(listener -> listener.skipped(skipped));
        if (skippedInARow > config.gradients().skipNonFinite()) {
            throw diverged(skipped, rate);
        }
    }

    private TrainingException diverged(SkippedStep skipped, double rate) {
        String kept = checkpoints
                .last()
                .map(file -> "the latest good state is in " + file)
                .orElse("there is no checkpoint yet");
        return new TrainingException(skipped.reason() + " at iteration " + skipped.iteration() + " (epoch "
                + skipped.epoch() + "), as in "
                + (skippedInARow <= 1 ? "no step before" : "the " + (skippedInARow - 1) + " steps before")
                + ", so training stopped; " + kept + ". Lower train.optimizer.learningRate (it was " + rate
                + "), raise train.schedule.warmupIterations or set train.gradients.clipNorm, and check the data for"
                + " broken labels");
    }

    /** Evaluations and checkpoints so far are part of the pace. */
    private Duration remaining() {
        double elapsed = seconds();
        return Duration.ofMillis(
                (long) (1000 * elapsed / progress.iteration() * (plan.iterations() - progress.iteration())));
    }

    /** An evaluation that fails must not cost the epoch. */
    private void evaluateOrSave(int epoch) {
        try {
            evaluate(epoch);
        } catch (RuntimeException e) {
            try {
                save();
            } catch (CheckpointException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    private void save() {
        progress = progress.after(seconds());
        checkpoints.saveState(network, origin.at(progress), average.map(ExponentialMovingAverage::average));
    }

    private void evaluate(int epoch) {
        average.ifPresent(ema -> ema.exchange(network.params()));
        try {
            long begun = System.nanoTime();
            Evaluation evaluation = task.evaluate(network, split);
            double seconds = (System.nanoTime() - begun) / 1e9;
            Measurement measurement =
                    new Measurement(epoch, progress.iteration(), average.isPresent(), seconds, evaluation);
            progress = progress.with(progress.history().with(measurement)).after(seconds());
            boolean best = progress.history().best().filter(measurement::equals).isPresent();
            if (best) {
                checkpoints.saveBest(network, origin.at(progress));
            }
            listeners.forEach(listener -> listener.evaluated(measurement, best));
        } finally {
            average.ifPresent(ema -> ema.exchange(network.params()));
        }
    }

    /** Whether so many evaluations have passed without a better one as are waited for. */
    private boolean isExhausted() {
        return config.earlyStopping()
                .patience()
                .filter(patience -> progress.history()
                                .evaluationsWithoutGain(config.earlyStopping().minimumGain())
                        >= patience)
                .isPresent();
    }

    /** SplitMix64's finaliser: neighbouring numbers get unrelated seeds. */
    private static long mix(long seed, long number) {
        long z = seed + (number + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
