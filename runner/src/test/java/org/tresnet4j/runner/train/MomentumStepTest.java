package org.tresnet4j.runner.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tresnet4j.runner.config.GradientsConfig;
import org.tresnet4j.runner.config.OptimizerConfig.LayerRate;
import org.tresnet4j.runner.device.ComputeThreads;
import org.tresnet4j.runner.schedule.IterationSchedule;
import org.tresnet4j.runner.schedule.Schedule;

/** One pass beside the passes of DL4J's updater, on a network with running statistics and more weights than one turn. */
class MomentumStepTest {

    private static final Schedule FALLING = iteration -> 0.1 / (1 + iteration);
    private static final Schedule RISING = iteration -> 0.5 + 0.1 * iteration;
    private static final int HIDDEN = 3000;

    @ParameterizedTest(name = "nesterov {0}, decay {1}, decoupled {2}, gradient times {3}")
    @CsvSource({
        "false, 0, false, 1",
        "true, 0, false, 0.3",
        "false, 0.1, false, 0.3",
        "true, 0.1, false, 1",
        "false, 0.1, true, 1",
        "true, 0.1, true, 0.3"
    })
    void isTheStepOfTheUpdater(boolean nesterov, double decay, boolean decoupled, double factor) {
        IUpdater updater = momentum(nesterov);
        List<Regularization> regularisation = decay == 0 ? List.of() : List.of(new Decay(decay, decoupled));
        Trained ours = Trained.of(DataType.FLOAT, updater, regularisation);
        Trained expected = Trained.of(DataType.FLOAT, updater, regularisation);
        ParameterStep step = ours.inOnePass().orElseThrow();
        ParameterStep passes =
                new UpdaterStep(expected.network, expected.parameters, expected.gradient, expected.segments);
        for (int iteration = 0; iteration < 3; iteration++) {
            ours.backward(iteration);
            expected.backward(iteration);
            step.moveStatistics();
            passes.moveStatistics();
            step.take(factor);
            passes.take(factor);
            assertClose(ours.parameters, expected.parameters);
            assertClose(ours.velocity(), expected.velocity());
        }
    }

    @Test
    void aTrainingStepIsTheOneThatDl4jMakes() {
        IUpdater updater = momentum(true);
        List<Regularization> decay = List.of(new Decay(0.1, false));
        Trained ours = Trained.of(DataType.FLOAT, updater, decay);
        Trained expected = Trained.of(DataType.FLOAT, updater, decay);
        GradientStep step = new GradientStep(ours.network, new GradientsConfig(1, Optional.empty(), 0), List.of());
        for (int iteration = 0; iteration < 3; iteration++) {
            MultiDataSet batch = ours.batch(iteration);
            step.add(batch);
            step.take();
            expected.network.fit(batch);
            assertClose(ours.parameters, expected.parameters);
            assertClose(ours.velocity(), expected.velocity());
        }
    }

    /** Against the same in double, where DL4J's updater makes the steps. */
    @Test
    void averagedAndClippedGradientsOfLayersWithTheirOwnRatesAreTakenToo() {
        List<Regularization> decay = List.of(new Decay(0.1, true));
        Trained ours = Trained.of(DataType.FLOAT, momentum(false), decay);
        Trained expected = Trained.of(DataType.DOUBLE, momentum(false), decay);
        expected.parameters.assign(ours.parameters.castTo(DataType.DOUBLE));
        GradientsConfig config = new GradientsConfig(2, Optional.of(0.5), 0);
        List<LayerRate> rates = List.of(new LayerRate("first", 0.3));
        GradientStep step = new GradientStep(ours.network, config, rates);
        GradientStep twin = new GradientStep(expected.network, config, rates);
        INDArray before = expected.parameters.dup();
        for (int iteration = 0; iteration < 2; iteration++) {
            for (int part = 0; part < 2; part++) {
                MultiDataSet batch = ours.batch(2 * iteration + part);
                step.add(batch);
                twin.add(new MultiDataSet(
                        batch.getFeatures(0).castTo(DataType.DOUBLE),
                        batch.getLabels(0).castTo(DataType.DOUBLE)));
            }
            step.take();
            twin.take();
            assertThat(twin.gradientNorm()).isGreaterThan(0.5);
        }
        assertClose(ours.parameters.castTo(DataType.DOUBLE).sub(before), expected.parameters.sub(before));
    }

    /** Either alone is less than half of what floats below 1 are apart, and as a factor of the weights the decay would be 1. */
    @Test
    void aSmallDecayIsRoundedTogetherWithTheStep() {
        Trained trained = Trained.of(DataType.FLOAT, momentum(false), List.of(new Decay(2e-7, true)));
        INDArray weights = trained.network.getParam("first_W");
        weights.assign(1);
        trained.gradient.assign(2e-7);
        trained.inOnePass().orElseThrow().take(1);
        assertThat(weights.minNumber().floatValue()).isEqualTo(Math.nextDown(1f));
        assertThat(weights.maxNumber().floatValue()).isEqualTo(Math.nextDown(1f));
    }

    @Test
    void oneThreadTakesTheSameStepToTheBit() {
        Trained several = Trained.of(DataType.FLOAT, momentum(true), List.of(new Decay(0.1, false)));
        Trained one = Trained.of(DataType.FLOAT, momentum(true), List.of(new Decay(0.1, false)));
        several.backward(0);
        one.backward(0);
        several.inOnePass().orElseThrow().take(0.7);
        ComputeThreads.during(Optional.of(1), () -> {
            one.inOnePass().orElseThrow().take(0.7);
            return null;
        });
        assertThat(one.parameters.equalsWithEps(several.parameters, 0)).isTrue();
        assertThat(one.velocity().equalsWithEps(several.velocity(), 0)).isTrue();
    }

    @Test
    void whatItCannotDoIsLeftToTheUpdater() {
        assertThat(Trained.of(DataType.DOUBLE, momentum(false), List.of()).inOnePass())
                .isEmpty();
        assertThat(Trained.of(DataType.FLOAT, new Nesterovs(0.1, 0.9), List.of())
                        .inOnePass())
                .isEmpty();
        IUpdater adam = new RuleUpdater(new IterationSchedule(FALLING), new Adam(RISING, 0.999, 1e-8));
        assertThat(Trained.of(DataType.FLOAT, adam, List.of()).inOnePass()).isEmpty();
        assertThat(Trained.of(DataType.FLOAT, momentum(false), List.of(new WeightDecay(0.1, true)))
                        .inOnePass())
                .isEmpty();
        Trained divided = Trained.of(DataType.FLOAT, momentum(false), List.of());
        divided.network.conf().setMiniBatch(true);
        assertThat(divided.inOnePass()).isEmpty();
        Trained clipped = Trained.of(DataType.FLOAT, momentum(false), List.of());
        ((DenseLayer) clipped.network.getLayer("first").conf().getLayer())
                .setGradientNormalization(GradientNormalization.ClipL2PerLayer);
        assertThat(clipped.inOnePass()).isEmpty();
    }

    /** Its velocities would be those of another one. */
    @Test
    void anUpdaterThatWasExchangedIsNoticed() {
        Trained trained = Trained.of(DataType.FLOAT, momentum(false), List.of());
        ParameterStep step = trained.inOnePass().orElseThrow();
        trained.network.setUpdater(
                new ComputationGraphUpdater(trained.network, trained.velocity().dup()));
        assertThatThrownBy(() -> step.take(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exchanged");
    }

    private static IUpdater momentum(boolean nesterov) {
        return new RuleUpdater(new IterationSchedule(FALLING), new MomentumSgd(RISING, nesterov));
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        assertThat(actual.distance2(expected) / expected.norm2Number().doubleValue())
                .isLessThan(1e-5);
    }

    /** A network, one of whose layers learns at half the rate. */
    private record Trained(
            ComputationGraph network, INDArray parameters, INDArray gradient, List<Segments.Segment> segments) {

        static Trained of(DataType type, IUpdater updater, List<Regularization> regularisation) {
            ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                    .seed(3)
                    .dataType(type)
                    .updater(updater)
                    .regularization(new ArrayList<>(regularisation))
                    .regularizationBias(new ArrayList<>())
                    .miniBatch(false)
                    .graphBuilder()
                    .addInputs("x")
                    .addLayer(
                            "first",
                            new DenseLayer.Builder().nIn(3).nOut(HIDDEN).build(),
                            "x")
                    .addLayer(
                            "norm",
                            new BatchNormalization.Builder()
                                    .useLogStd(false)
                                    .nIn(HIDDEN)
                                    .nOut(HIDDEN)
                                    .build(),
                            "first")
                    .addLayer(
                            "second",
                            new DenseLayer.Builder().nIn(HIDDEN).nOut(30).build(),
                            "norm")
                    .addLayer(
                            "last",
                            new OutputLayer.Builder(LossFunction.MSE)
                                    .nIn(30)
                                    .nOut(2)
                                    .activation(Activation.IDENTITY)
                                    .build(),
                            "second")
                    .setOutputs("last")
                    .build());
            network.init();
            network.getUpdater(true);
            return new Trained(
                    network,
                    network.params().reshape(network.numParams()),
                    network.getFlattenedGradients().reshape(network.numParams()),
                    Segments.of(network, List.of(new LayerRate("second", 0.5))));
        }

        Optional<ParameterStep> inOnePass() {
            return MomentumStep.of(network, parameters, gradient, segments);
        }

        INDArray velocity() {
            return network.getUpdater().getStateViewArray();
        }

        void backward(int iteration) {
            network.getConfiguration().setIterationCount(iteration);
            MultiDataSet batch = batch(iteration);
            network.setInputs(batch.getFeatures());
            network.setLabels(batch.getLabels());
            network.computeGradientAndScore();
        }

        MultiDataSet batch(int seed) {
            Nd4j.getRandom().setSeed(seed + 1);
            return new MultiDataSet(Nd4j.randn(parameters.dataType(), 8, 3), Nd4j.randn(parameters.dataType(), 8, 2));
        }
    }
}
