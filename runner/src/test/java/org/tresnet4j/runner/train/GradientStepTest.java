package org.tresnet4j.runner.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tresnet4j.runner.config.GradientsConfig;
import org.tresnet4j.runner.config.OptimizerConfig.LayerRate;

/** With a network that has running statistics, in double. */
class GradientStepTest {

    private static final GradientsConfig PLAIN = new GradientsConfig(1, Optional.empty(), 0);

    private static ComputationGraph network(double rate) {
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(rate))
                .miniBatch(false)
                .graphBuilder()
                .addInputs("x")
                .addLayer("first", new DenseLayer.Builder().nIn(3).nOut(4).build(), "x")
                .addLayer(
                        "norm",
                        new BatchNormalization.Builder()
                                .useLogStd(false)
                                .nIn(4)
                                .nOut(4)
                                .build(),
                        "first")
                .addLayer(
                        "last",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(4)
                                .nOut(2)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "norm")
                .setOutputs("last")
                .build());
        network.init();
        return network;
    }

    private static MultiDataSet batch(int seed) {
        return new MultiDataSet(
                Nd4j.randn(DataType.DOUBLE, 8, 3).addi(seed),
                Nd4j.randn(DataType.DOUBLE, 8, 2).muli(seed));
    }

    private static GradientStep step(ComputationGraph network, GradientsConfig config, LayerRate... rates) {
        return new GradientStep(network, config, List.of(rates));
    }

    private static INDArray statistics(ComputationGraph network) {
        return Nd4j.concat(
                1,
                network.getParam("norm_mean").reshape(1, -1),
                network.getParam("norm_var").reshape(1, -1));
    }

    @Test
    void oneBatchIsTheStepThatDl4jMakes() {
        MultiDataSet batch = batch(1);
        ComputationGraph expected = network(0.1);
        expected.fit(batch);
        ComputationGraph network = network(0.1);
        GradientStep step = step(network, PLAIN);
        assertThat(step.add(batch)).isTrue();
        assertThat(step.loss()).isEqualTo(expected.score());
        step.take();
        assertThat(network.params().distance2(expected.params())).isLessThan(1e-14);
        assertThat(network.getConfiguration().getIterationCount()).isEqualTo(1);
    }

    @Test
    void severalBatchesMakeTheMeanOfTheirStepsAndMoveTheStatisticsOneByOne() {
        MultiDataSet first = batch(1);
        MultiDataSet second = batch(2);
        ComputationGraph start = network(0.1);
        INDArray before = start.getParam("first_W").dup();
        start.fit(first);
        INDArray firstStep = start.getParam("first_W").sub(before);
        ComputationGraph other = network(0.1);
        other.fit(second);
        INDArray secondStep = other.getParam("first_W").sub(before);
        // with a rate of nothing only the statistics move
        ComputationGraph statistics = network(0);
        statistics.fit(first);
        statistics.fit(second);

        ComputationGraph network = network(0.1);
        GradientStep step = step(network, new GradientsConfig(2, Optional.empty(), 0));
        step.add(first);
        step.add(second);
        step.take();
        INDArray taken = network.getParam("first_W").sub(before);
        assertThat(taken.distance2(firstStep.add(secondStep).divi(2))).isLessThan(1e-14);
        assertThat(statistics(network).distance2(statistics(statistics))).isLessThan(1e-14);
    }

    @Test
    void clippingScalesTheWholeGradientAndLeavesTheStatistics() {
        MultiDataSet batch = batch(5);
        ComputationGraph free = network(1);
        INDArray start = free.params().dup();
        INDArray beforeStatistics = statistics(free).dup();
        GradientStep unclipped = step(free, PLAIN);
        unclipped.add(batch);
        unclipped.take();
        double norm = unclipped.gradientNorm();
        assertThat(norm).isGreaterThan(0.5);

        ComputationGraph clipped = network(1);
        GradientStep step = step(clipped, new GradientsConfig(1, Optional.of(0.5), 0));
        step.add(batch);
        step.take();
        INDArray ratio = clipped.getParam("first_W")
                .sub(network(1).getParam("first_W"))
                .div(free.getParam("first_W").sub(network(1).getParam("first_W")));
        assertThat(ratio.minNumber().doubleValue()).isCloseTo(0.5 / (norm + 1e-6), within(1e-9));
        assertThat(ratio.maxNumber().doubleValue()).isCloseTo(0.5 / (norm + 1e-6), within(1e-9));
        assertThat(statistics(clipped)).isEqualTo(statistics(free)).isNotEqualTo(beforeStatistics);
        assertThat(clipped.params()).isNotEqualTo(start);
    }

    @Test
    void aBatchThatIsNotFiniteChangesNothingAtAll() {
        ComputationGraph network = network(0.1);
        INDArray before = network.params().dup();
        GradientStep step = step(network, PLAIN);
        MultiDataSet broken = batch(1);
        broken.getFeatures(0).putScalar(0, 0, Double.NaN);
        assertThat(step.add(broken)).isFalse();
        step.abandon();
        assertThat(network.params()).isEqualTo(before);
        assertThat(network.getConfiguration().getIterationCount()).isEqualTo(1);
    }

    @Test
    void aLayersOwnRateScalesItsStepOnly() {
        MultiDataSet batch = batch(1);
        ComputationGraph usual = network(0.1);
        GradientStep plain = step(usual, PLAIN);
        plain.add(batch);
        plain.take();
        ComputationGraph network = network(0.1);
        INDArray first = network.getParam("first_W").dup();
        GradientStep step = step(network, PLAIN, new LayerRate("fi*", 0.1), new LayerRate("*", 1));
        step.add(batch);
        step.take();
        INDArray expected = usual.getParam("first_W").sub(first).muli(0.1);
        assertThat(network.getParam("first_W").sub(first).distance2(expected)).isLessThan(1e-14);
        assertThat(network.getParam("last_W")).isEqualTo(usual.getParam("last_W"));
        assertThat(statistics(network)).isEqualTo(statistics(usual));
    }

    @Test
    void aPatternThatMatchesNothingIsRefused() {
        ComputationGraph network = network(0.1);
        assertThatThrownBy(() -> step(network, PLAIN, new LayerRate("body.*", 0.1)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("'body.*' matches no layer with parameters; there are first, norm, last");
    }
}
