package org.tresnet4j.spark;

import com.google.common.collect.Lists;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.tresnet4j.runner.spi.DistributedTask;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.spark.worker.EvaluatedPart;
import org.tresnet4j.spark.worker.WorkerTask;

/** Measures a network: executors predict, the driver gathers what they say in the order of the images and counts once. */
record ClusterEvaluation(JavaSparkContext context, DistributedTask task, WorkerTask work, int workers) {

    /** Small enough that a worker that is slow or lost costs little. */
    private static final int PARTS_PER_WORKER = 2;

    Evaluation evaluate(ComputationGraph network, String split) {
        List<String> descriptions = task.describeEvaluation(split);
        int parts = workers * PARTS_PER_WORKER;
        List<ArrayList<String>> shares = Lists.partition(descriptions, (descriptions.size() - 1) / parts + 1).stream()
                .map(ArrayList::new)
                .toList();
        Broadcast<NetBroadcastTuple> sent =
                context.broadcast(new NetBroadcastTuple(network.getConfiguration(), network.params(), null));
        try {
            List<Serializable> predictions = ClusterFault.translating(() -> context.parallelize(shares, shares.size())
                    .map(new EvaluatedPart(work, sent))
                    .collect());
            return task.measure(split, predictions);
        } finally {
            sent.destroy(false);
        }
    }
}
