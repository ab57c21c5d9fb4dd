package org.tresnet4j.spark.worker;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;

/** Predicts described batches of an evaluation with a network that was broadcast. */
public final class EvaluatedPart implements Function<ArrayList<String>, Serializable> {

    private static final long serialVersionUID = 1L;

    private final WorkerTask work;
    private final Broadcast<NetBroadcastTuple> network;

    public EvaluatedPart(WorkerTask work, Broadcast<NetBroadcastTuple> network) {
        this.work = work;
        this.network = network;
    }

    @Override
    public Serializable call(ArrayList<String> descriptions) {
        return WorkerTask.naming(() ->
                work.computing(() -> work.task().predictions(network(), List.copyOf(descriptions), work.files())));
    }

    private ComputationGraph network() {
        NetBroadcastTuple tuple = network.getValue();
        ComputationGraph graph =
                new ComputationGraph(tuple.getGraphConfiguration().clone());
        graph.init(tuple.getParameters().unsafeDuplication(), false);
        return graph;
    }
}
