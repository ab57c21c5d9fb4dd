package org.tresnet4j.spark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tresnet4j.runner.checkpoint.Checkpoint;
import org.tresnet4j.runner.checkpoint.CheckpointFolder;
import org.tresnet4j.runner.checkpoint.CheckpointInfo;
import org.tresnet4j.runner.checkpoint.Progress;
import org.tresnet4j.runner.config.EmaConfig;
import org.tresnet4j.runner.device.ProcessMemory;
import org.tresnet4j.runner.ema.ExponentialMovingAverage;
import org.tresnet4j.runner.listen.History;
import org.tresnet4j.runner.listen.Measurement;
import org.tresnet4j.runner.listen.Outline;
import org.tresnet4j.runner.listen.Step;
import org.tresnet4j.runner.listen.Throughput;
import org.tresnet4j.runner.listen.TrainingListener;
import org.tresnet4j.runner.schedule.Schedule;
import org.tresnet4j.runner.spi.DistributedTask;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.runner.train.StopSignal;
import org.tresnet4j.runner.train.TrainingPlan;
import org.tresnet4j.runner.train.TrainingResult;
import org.tresnet4j.runner.train.TrainingResult.Ending;
import org.tresnet4j.spark.worker.Descriptor;
import org.tresnet4j.spark.worker.WorkerReport;

/**
 * The loop on a cluster: epochs of rounds. In a round each worker does some steps on batches of its own, then parameters,
 * running statistics and updater state are averaged; the moving average takes the result in on the driver. An iteration
 * is a step that all workers do side by side. Used once.
 */
final class ClusterTrainer {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterTrainer.class);

    private final JavaSparkContext context;
    private final DistributedTask task;
    private final ComputationGraph network;
    private final TrainingPlan plan;
    private final Workers workers;
    private final AveragingMaster master;
    private final SparkComputationGraph graph;
    private final ClusterEvaluation evaluation;
    private final CheckpointFolder checkpoints;
    private final CheckpointInfo origin;
    private final List<TrainingListener> listeners;
    private final StopSignal stop;
    private final Throughput throughput = new Throughput();
    private final AveragingTime averaging = new AveragingTime();
    private final Schedule learningRate;
    private final String split;
    private Optional<ExponentialMovingAverage> average;
    private Progress begin = Progress.START;
    private History history = History.EMPTY;
    private long iteration;
    private long loggedAt;
    private long images;
    private long startNanos;

    /**
     * @param plan whose batches of an epoch are those of one worker
     * @param origin what the checkpoints say about the run
     */
    ClusterTrainer(
            ClusterEvaluation evaluation,
            ComputationGraph network,
            TrainingPlan plan,
            Workers workers,
            CheckpointFolder checkpoints,
            CheckpointInfo origin,
            List<TrainingListener> listeners,
            StopSignal stop) {
        this.context = evaluation.context();
        this.task = evaluation.task();
        this.network = network;
        this.plan = plan;
        this.workers = workers;
        this.master = new AveragingMaster(
                workers.number(), workers.averagingFrequency(), task.batchSize(), evaluation.work(), plan.seed());
        this.graph = new SparkComputationGraph(context, network, master);
        this.evaluation = evaluation;
        this.checkpoints = checkpoints;
        this.origin = origin;
        this.listeners = listeners;
        this.stop = stop;
        this.learningRate = plan.learningRate();
        this.split = task.evaluationSplits().get(0);
        EmaConfig ema = plan.config().ema();
        this.average = ema.enabled()
                ? Optional.of(ExponentialMovingAverage.of(network.params(), ema.decay(), ema.warmup()))
                : Optional.empty();
    }

    /**
     * Goes on where a checkpoint was.
     *
     * @throws TaskException when it is of another network, or of another division of the data
     */
    ClusterTrainer resume(Checkpoint checkpoint) {
        Progress info = checkpoint.info().progress();
        if (info.iteration() != (long) info.epoch() * plan.batchesPerEpoch() + info.batchInEpoch()) {
            throw new TaskException(checkpoint.file() + ": " + info.iteration() + " iterations are not " + info.epoch()
                    + " epochs of " + plan.batchesPerEpoch() + " and " + info.batchInEpoch()
                    + "; go on with the cluster.workers and the data.batchSize of its run");
        }
        checkpoint.loadInto(network);
        begin = info;
        iteration = info.iteration();
        history = info.history();
        loggedAt = iteration;
        EmaConfig ema = plan.config().ema();
        average = average.map(fresh -> checkpoint
                .average()
                .map(saved -> ExponentialMovingAverage.resume(saved, ema.decay(), ema.warmup(), info.averageUpdates()))
                // begins now, as the network is now
                .orElseGet(() -> ExponentialMovingAverage.of(network.params(), ema.decay(), ema.warmup())));
        return this;
    }

    /**
     * Trains.
     *
     * @throws TaskException when the loss is not finite, or the cluster gives up; the last checkpoint stays as it was
     */
    TrainingResult run() {
        startNanos = System.nanoTime();
        try {
            Outline outline = new Outline(
                    begin.iteration(), plan.iterations(), plan.config().epochsToRun(), network.numParams());
            listeners.forEach(listener -> listener.started(outline));
            boolean interrupted = epochs();
            LOG.info("{}", averaging);
            Duration duration = Duration.ofNanos(System.nanoTime() - startNanos);
            return new TrainingResult(
                    history,
                    iteration,
                    0,
                    throughput.overallImagesPerSecond(),
                    duration,
                    interrupted ? Ending.INTERRUPTED : Ending.COMPLETED);
        } finally {
            listeners.forEach(TrainingListener::ended);
        }
    }

    private boolean epochs() {
        for (int epoch = begin.epoch(); epoch < plan.config().epochsToRun(); epoch++) {
            int steps = epoch(epoch, epoch == begin.epoch() ? begin.batchInEpoch() : 0);
            boolean complete = steps == plan.batchesPerEpoch();
            int done = complete ? epoch + 1 : epoch;
            int inEpoch = complete ? 0 : steps;
            network.getConfiguration().setEpochCount(done);
            boolean last = iteration == plan.iterations();
            boolean interrupted = stop.requested() && !last;
            if (!interrupted && (last || done % plan.config().evaluateEvery() == 0)) {
                evaluateOrSave(epoch + 1, done, inEpoch);
            }
            if (interrupted || last || done % plan.config().checkpoint().everyEpochs() == 0) {
                save(done, inEpoch);
            }
            if (interrupted || last) {
                return interrupted;
            }
        }
        return false;
    }

    /**
     * Returns the number of iterations done of the epoch.
     *
     * @param done before
     */
    private int epoch(int epoch, int done) {
        List<String> batches = task.describeBatches(epoch);
        int steps = done;
        while (steps < plan.batchesPerEpoch() && iteration < plan.iterations() && !stop.requested()) {
            int now = Math.min(
                    workers.averagingFrequency(),
                    Math.toIntExact(Math.min(plan.batchesPerEpoch() - steps, plan.iterations() - iteration)));
            int from = steps * workers.number();
            round(epoch, batches.subList(from, Math.min(from + now * workers.number(), batches.size())), now);
            steps += now;
        }
        return steps;
    }

    private void round(int epoch, List<String> batches, int steps) {
        long begun = System.nanoTime();
        List<ArrayList<String>> shares = Shares.of(batches, workers.number()).stream()
                .map(share -> new ArrayList<>(Descriptor.paths(share)))
                .toList();
        JavaRDD<String> paths = context.parallelize(shares, shares.size()).flatMap(share -> share.iterator());
        List<WorkerReport> reports =
                ClusterFault.translating(() -> master.round(graph, Math.toIntExact(iteration), paths));
        // DL4J counts whole rounds, and every round as an epoch
        network.getConfiguration().setIterationCount(Math.toIntExact(iteration + steps));
        network.getConfiguration().setEpochCount(epoch);
        count(batches, reports);
        double loss = reports.stream().mapToDouble(WorkerReport::lossSum).sum()
                / reports.stream().mapToInt(WorkerReport::steps).sum();
        if (!Double.isFinite(loss)) {
            throw diverged(epoch, loss, steps);
        }
        average.ifPresent(ema -> ema.update(network.params(), steps));
        iteration += steps;
        long nanos = System.nanoTime() - begun;
        averaging.add(nanos, reports);
        tell(epoch, loss, reports, nanos);
    }

    /** Whatever was lost and done again, each batch is in the average once. */
    private void count(List<String> batches, List<WorkerReport> reports) {
        int done = reports.stream().mapToInt(WorkerReport::steps).sum();
        if (done != batches.size()) {
            throw new IllegalStateException(
                    "a round of " + batches.size() + " batches came back as one of " + done + ": " + reports);
        }
        images += reports.stream().mapToLong(WorkerReport::images).sum();
    }

    /** Images learnt from so far. */
    long images() {
        return images;
    }

    /** The time of a round in which the workers, on an average, waited for batches counts as waiting. */
    private void tell(int epoch, double loss, List<WorkerReport> reports, long nanos) {
        long waited = Math.min(
                nanos, reports.stream().mapToLong(WorkerReport::waitNanos).sum() / reports.size());
        throughput.add(reports.stream().mapToLong(WorkerReport::images).sum(), waited, nanos - waited);
        boolean due =
                loggedAt == 0 || iteration - loggedAt >= plan.config().logEvery() || iteration == plan.iterations();
        Step step = new Step(
                iteration,
                epoch + 1,
                loss,
                Map.of(),
                learningRate.at(iteration - 1),
                throughput.imagesPerSecond(),
                throughput.waitShare(),
                remaining(),
                due ? ProcessMemory.residentBytes() : 0,
                due);
        if (due) {
            loggedAt = iteration;
            history = history.with(step);
            throughput.mark();
        }
        listeners.forEach(listener -> listener.stepped(step));
    }

    private TaskException diverged(int epoch, double loss, int steps) {
        String kept = checkpoints
                .last()
                .map(file -> "the latest good state is in " + file)
                .orElse("there is no checkpoint yet");
        return new TaskException("the loss of iterations " + (iteration + 1) + " to " + (iteration + steps) + " (epoch "
                + (epoch + 1) + ") is " + loss + ", so training stopped; " + kept
                + ". Lower train.optimizer.learningRate or cluster.averagingFrequency, or raise"
                + " train.schedule.warmupIterations, and check the data for broken labels");
    }

    private Duration remaining() {
        long elapsed = System.nanoTime() - startNanos;
        long done = iteration - begin.iteration();
        return Duration.ofNanos((long) ((double) elapsed / done * (plan.iterations() - iteration)));
    }

    /** An evaluation that fails must not cost the epoch. */
    private void evaluateOrSave(int epoch, int epochsDone, int inEpoch) {
        try {
            evaluate(epoch, epochsDone, inEpoch);
        } catch (RuntimeException e) {
            try {
                save(epochsDone, inEpoch);
            } catch (TaskException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    private void save(int epochsDone, int inEpoch) {
        checkpoints.saveState(
                network, origin.at(progress(epochsDone, inEpoch)), average.map(ExponentialMovingAverage::average));
    }

    private Progress progress(int epochsDone, int inEpoch) {
        return new Progress(
                iteration,
                epochsDone,
                inEpoch,
                average.map(ExponentialMovingAverage::updates).orElse(0L),
                0,
                begin.seconds() + (System.nanoTime() - startNanos) / 1e9,
                history);
    }

    private void evaluate(int epoch, int epochsDone, int inEpoch) {
        average.ifPresent(ema -> ema.exchange(network.params()));
        try {
            long begun = System.nanoTime();
            Evaluation measured = evaluation.evaluate(network, split);
            double seconds = (System.nanoTime() - begun) / 1e9;
            Measurement measurement = new Measurement(epoch, iteration, average.isPresent(), seconds, measured);
            history = history.with(measurement);
            boolean best = history.best().filter(measurement::equals).isPresent();
            if (best) {
                checkpoints.saveBest(network, origin.at(progress(epochsDone, inEpoch)));
            }
            listeners.forEach(listener -> listener.evaluated(measurement, best));
        } finally {
            average.ifPresent(ema -> ema.exchange(network.params()));
        }
    }
}
