package org.tresnet4j.runner.train;

import java.util.List;
import org.deeplearning4j.datasets.iterator.IteratorMultiDataSetIterator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.tresnet4j.runner.config.WorkersConfig;

/**
 * Copies of the network that train side by side, each on batches of its own, and are then averaged: DL4J's
 * {@code ParallelWrapper} with parameter averaging, a round at a time. The copies are made anew for each round from the
 * network as it is, its updater state and counters included, so that schedules, moving average, evaluations and
 * checkpoints see one network that is always whole.
 */
final class AveragedWorkers {

    private final ComputationGraph network;
    private final WorkersConfig config;

    AveragedWorkers(ComputationGraph network, WorkersConfig config) {
        this.network = network;
        this.config = config;
    }

    /** The most batches of a round. */
    int batches() {
        return config.count() * config.averagingFrequency();
    }

    /**
     * One round. Batches that do not suffice for another step of all workers are taken by fewer of them.
     *
     * @param batches at least one
     * @return the steps that the network is further
     */
    int fit(List<MultiDataSet> batches) {
        int steps = batches.size() / config.count();
        int shared = steps * config.count();
        if (steps > 0) {
            fit(batches.subList(0, shared), config.count(), steps);
        }
        if (shared == batches.size()) {
            return steps;
        }
        fit(batches.subList(shared, batches.size()), batches.size() - shared, 1);
        return steps + 1;
    }

    private void fit(List<MultiDataSet> batches, int workers, int steps) {
        if (workers == 1) {
            batches.forEach(network::fit);
            return;
        }
        ParallelWrapper wrapper = new ParallelWrapper.Builder<>(network)
                .workers(workers)
                .averagingFrequency(steps)
                .averageUpdaters(true)
                .reportScoreAfterAveraging(false)
                .prefetchBuffer(0)
                .trainingMode(ParallelWrapper.TrainingMode.AVERAGING)
                .build();
        // the builder itself takes none in this mode
        wrapper.setTrainerContext(new TogetherStarting(workers));
        // it closes itself at the end
        wrapper.fit(new IteratorMultiDataSetIterator(
                batches.iterator(),
                Math.toIntExact(batches.get(0).getFeatures(0).size(0))));
    }
}
