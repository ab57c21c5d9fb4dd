package org.tresnet4j.benchmarks.worker;

import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.runner.train.TrainingSteps;

/**
 * Training steps of a network of DL4J.
 *
 * @param once takes one
 */
record NetworkTraining(Runnable once) implements Workload {

    /** By DL4J itself. */
    static NetworkTraining fitting(ComputationGraph network, MultiDataSet batch) {
        return new NetworkTraining(() -> network.fit(batch));
    }

    /** By this project's runner, for networks with {@link TrainingSteps#momentum}. */
    static NetworkTraining running(ComputationGraph network, MultiDataSet batch) {
        TrainingSteps steps = TrainingSteps.of(network);
        return new NetworkTraining(() -> steps.take(batch));
    }

    /** DL4J's workspace for the activations of all layers. */
    private static final String ACTIVATIONS = "WS_ALL_LAYERS_ACT";

    private static final double MEBIBYTE = 1 << 20;

    @Override
    public void step() {
        once.run();
        // a GPU computes on while this thread runs: wait for it
        Nd4j.getExecutioner().commit();
    }

    @Override
    public Optional<Double> activationMebibytes() {
        return Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread().stream()
                .filter(workspace -> workspace.getId().equals(ACTIVATIONS))
                .map(MemoryWorkspace::getMaxCycleAllocations)
                .max(Long::compare)
                .map(bytes -> bytes / MEBIBYTE);
    }
}
