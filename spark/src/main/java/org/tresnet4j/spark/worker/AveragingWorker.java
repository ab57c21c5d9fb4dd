package org.tresnet4j.spark.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DL4J's worker, which goes on where the round before ended: DL4J's own begins each round at iteration 0, and with it the
 * learning rate's schedule and Adam's bias correction. Says what it did.
 */
public final class AveragingWorker extends ParameterAveragingTrainingWorker {

    private static final long serialVersionUID = 1L;

    private final WorkerTask work;
    private final RoundReports reports;
    private final long seed;
    private final int iteration;
    private transient int steps;
    private transient long images;
    private transient double lossSum;
    private transient long waitNanos;
    private transient long stepNanos;
    private transient long idleSince;

    /**
     * @param reports registered with the driver
     * @param seed of the run
     * @param iteration steps that each worker did before this round
     */
    public AveragingWorker(
            Broadcast<NetBroadcastTuple> network,
            WorkerConfiguration configuration,
            WorkerTask work,
            RoundReports reports,
            long seed,
            int iteration) {
        super(network, true, configuration, new ArrayList<>(), List.of(), null);
        this.work = work;
        this.reports = reports;
        this.seed = seed;
        this.iteration = iteration;
    }

    @Override
    public ComputationGraph getInitialModelGraph() {
        ComputationGraph network = super.getInitialModelGraph();
        network.getConfiguration().setIterationCount(iteration);
        idleSince = System.nanoTime();
        return network;
    }

    @Override
    public ParameterAveragingTrainingResult processMinibatch(
            MultiDataSet batch, ComputationGraph network, boolean isLast) {
        long begun = System.nanoTime();
        waitNanos += begun - idleSince;
        // a step's own seed, so that a part that is done again draws the same numbers
        Nd4j.getRandom().setSeed(new SplittableRandom(seed + 31L * (iteration + steps) + worker()).nextLong());
        work.computing(() -> super.processMinibatch(batch, network, false));
        steps++;
        images += batch.getFeatures(0).size(0);
        lossSum += network.score();
        idleSince = System.nanoTime();
        stepNanos += idleSince - begun;
        return isLast ? getFinalResult(network) : null;
    }

    @Override
    public ParameterAveragingTrainingResult getFinalResult(ComputationGraph network) {
        reports.add(new WorkerReport(worker(), steps, images, lossSum, waitNanos, stepNanos));
        return super.getFinalResult(network);
    }

    private static int worker() {
        return TaskContext.getPartitionId();
    }
}
