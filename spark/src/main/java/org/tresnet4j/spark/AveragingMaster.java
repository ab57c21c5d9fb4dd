package org.tresnet4j.spark;

import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.tresnet4j.spark.worker.AveragingWorker;
import org.tresnet4j.spark.worker.DescribedBatchLoader;
import org.tresnet4j.spark.worker.RoundReports;
import org.tresnet4j.spark.worker.WorkerReport;
import org.tresnet4j.spark.worker.WorkerTask;

/** DL4J's parameter averaging, a round at a time, with workers that know how far training is. Not for reuse by threads. */
final class AveragingMaster extends ParameterAveragingTrainingMaster {

    private final WorkerTask work;
    private final long seed;
    private RoundReports reports;
    private int iteration;
    private Optional<Broadcast<NetBroadcastTuple>> sent = Optional.empty();

    /**
     * @param workers at most so many have a part in a round
     * @param averagingFrequency at most so many steps has a round
     * @param batchSize images in a batch
     */
    AveragingMaster(int workers, int averagingFrequency, int batchSize, WorkerTask work, long seed) {
        super(new Builder(workers, batchSize)
                .batchSizePerWorker(batchSize)
                .averagingFrequency(averagingFrequency)
                // a worker's batches are already together, and are made by its loader
                .repartionData(Repartition.Never)
                .workerPrefetchNumBatches(0)
                .rddTrainingApproach(RDDTrainingApproach.Direct)
                .saveUpdater(true));
        this.work = work;
        this.seed = seed;
    }

    /**
     * Trains on the workers and averages parameters and updater state into the network.
     *
     * @param done steps that each worker did before
     * @param paths of descriptors, a partition for each worker
     * @return what each worker did
     */
    List<WorkerReport> round(SparkComputationGraph graph, int done, JavaRDD<String> paths) {
        iteration = done;
        reports = new RoundReports();
        graph.getSparkContext().sc().register(reports, "workers");
        try {
            graph.fitPaths(paths, new DescribedBatchLoader(work));
        } finally {
            paths.unpersist(false);
            sent.ifPresent(network -> network.destroy(false));
            sent = Optional.empty();
        }
        return reports.value();
    }

    /** As DL4J's, but with an {@link AveragingWorker}, and with the broadcast kept to free it. */
    @Override
    public ParameterAveragingTrainingWorker getWorkerInstance(SparkComputationGraph graph) {
        ComputationGraph network = graph.getNetwork();
        Broadcast<NetBroadcastTuple> broadcast = graph.getSparkContext()
                .broadcast(new NetBroadcastTuple(
                        network.getConfiguration(),
                        network.params(),
                        network.getUpdater().getStateViewArray()));
        sent = Optional.of(broadcast);
        WorkerConfiguration configuration = new WorkerConfiguration(
                true, rddDataSetNumExamples, batchSizePerWorker, averagingFrequency, prefetchNumBatches, false);
        return new AveragingWorker(broadcast, configuration, work, reports, seed, iteration);
    }
}
