package org.tresnet4j.benchmarks.worker;

import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Training steps of a network of DL4J.
 *
 * @param network initialised
 * @param batch that fits it, again and again
 */
record NetworkTraining(ComputationGraph network, DataSet batch) implements Workload {

    /** DL4J's workspace for the activations of all layers. */
    private static final String ACTIVATIONS = "WS_ALL_LAYERS_ACT";

    private static final double MEBIBYTE = 1 << 20;

    @Override
    public void step() {
        network.fit(batch);
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
