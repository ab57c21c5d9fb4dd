package org.tresnet4j.runner.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** With y = wx, whose squared error for the target 0 is (wx)². */
class TrainingStepsTest {

    private static ComputationGraph network() {
        ComputationGraph network = new ComputationGraph(TrainingSteps.momentum(0.1, 0.5)
                .graphBuilder()
                .addInputs("x")
                .addLayer(
                        "last",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(1)
                                .nOut(1)
                                .hasBias(false)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "x")
                .setOutputs("last")
                .build());
        network.init();
        network.params().assign(1);
        return network;
    }

    private static MultiDataSet batch(double x) {
        return new MultiDataSet(Nd4j.createFromArray(new float[][] {{(float) x}}), Nd4j.zeros(1, 1));
    }

    @Test
    void eachBatchIsAStepWithMomentum() {
        ComputationGraph network = network();
        TrainingSteps steps = TrainingSteps.of(network);
        steps.take(batch(1));
        // the gradient is 2w, the step a tenth of it
        assertThat(weight(network)).isCloseTo(0.8f, within(1e-6f));
        steps.take(batch(1));
        // v = 0.5·2 + 1.6
        assertThat(weight(network)).isCloseTo(0.54f, within(1e-6f));
    }

    @Test
    void whatIsNotFiniteIsSaid() {
        TrainingSteps steps = TrainingSteps.of(network());
        assertThatThrownBy(() -> steps.take(batch(Double.NaN)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("not a finite number");
    }

    @Test
    void whatIsNotFiniteLeavesNoTrace() {
        ComputationGraph network = network();
        TrainingSteps steps = TrainingSteps.of(network);
        assertThatThrownBy(() -> steps.take(batch(Double.NaN))).isInstanceOf(TrainingException.class);
        assertThat(weight(network)).isEqualTo(1);
        steps.take(batch(1));
        assertThat(weight(network)).isCloseTo(0.8f, within(1e-6f));
    }

    private static float weight(ComputationGraph network) {
        INDArray weights = network.params();
        return weights.getFloat(0);
    }
}
