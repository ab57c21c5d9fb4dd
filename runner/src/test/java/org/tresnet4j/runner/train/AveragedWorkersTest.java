package org.tresnet4j.runner.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.config.WorkersConfig;
import org.tresnet4j.runner.spi.BatchStream;
import org.tresnet4j.runner.toy.ToyTask;
import org.tresnet4j.runner.toy.Toys;

class AveragedWorkersTest {

    private static final String[] RECIPE = {
        "train.optimizer.type=adam", "train.schedule.type=cosine", "data.batches=7", "data.batch=16"
    };

    private static ComputationGraph network() {
        Experiment<?> experiment = Toys.experiment(RECIPE);
        return Toys.task(experiment)
                .network(new TrainingPlan(
                                experiment.run().train(), experiment.run().seed(), 7)
                        .network());
    }

    private static List<MultiDataSet> batches() {
        ToyTask task = Toys.task(Toys.experiment(RECIPE));
        List<MultiDataSet> batches = new ArrayList<>();
        try (BatchStream stream = task.batches(0, 0)) {
            stream.forEachRemaining(batches::add);
        }
        return batches;
    }

    private static ComputationGraph copy(ComputationGraph network) {
        ComputationGraph copy = network.clone();
        copy.getUpdater(true)
                .setStateViewArray(network.getUpdater(true).getStateViewArray().dup());
        copy.getConfiguration().setIterationCount(network.getConfiguration().getIterationCount());
        return copy;
    }

    /** Repeated, as DL4J's own workers begin before all have their copy, which is seen in some rounds only. */
    @RepeatedTest(5)
    void aRoundIsTheMeanOfWhatEachWorkerWouldHaveBecome() {
        List<MultiDataSet> batches = batches();
        ComputationGraph network = network();
        // so that a worker that began at iteration 0 again would have another learning rate
        batches.subList(0, 3).forEach(network::fit);
        ComputationGraph first = copy(network);
        first.fit(batches.get(3));
        first.fit(batches.get(5));
        ComputationGraph second = copy(network);
        second.fit(batches.get(4));
        second.fit(batches.get(6));
        int steps = new AveragedWorkers(network, new WorkersConfig(2, 2)).fit(batches.subList(3, 7));
        assertThat(steps).isEqualTo(2);
        INDArray mean = first.params().add(second.params()).divi(2);
        assertThat(network.params().distance2(mean)).isLessThan(1e-5);
        assertThat(first.params().distance2(second.params())).isGreaterThan(1e-3);
        assertThat(network.getConfiguration().getIterationCount()).isEqualTo(5);
    }

    @Test
    void whatIsLeftOverIsTakenByFewerWorkers() {
        ComputationGraph network = network();
        int steps = new AveragedWorkers(network, new WorkersConfig(3, 2))
                .fit(batches().subList(0, 5));
        assertThat(steps).isEqualTo(2);
        assertThat(network.getConfiguration().getIterationCount()).isEqualTo(2);
    }
}
