package org.tresnet4j.runner.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.toy.Toys;

class TrainingPlanTest {

    private static final double[][] GRADIENTS = {{.1, .2, -.3}, {.4, -.5, .6}, {-.7, .8, .9}};

    private static TrainingPlan plan(String... overrides) {
        Experiment<?> experiment = Toys.experiment(overrides);
        return new TrainingPlan(experiment.run().train(), experiment.run().seed(), 5);
    }

    /** PyTorch 1.13, three steps from (1, −2, 0.5) with rate 0.1, decay 0.01, momentum 0.9, in double precision. */
    @ParameterizedTest
    @CsvSource({
        "sgd,      1e-12, 0.961372789,         -2.027963618,        0.3744434295",
        "nesterov, 1e-12, 0.9824222125509999,  -2.069184479462,     0.26546031634050005",
        // written out by hand: PyTorch has none
        "sgdw,     1e-12, 0.963971989, -2.0331980179999998, 0.37577452949999995",
        "adam,     1e-12, 0.8292267073009528,  -2.0820765935924244, 0.49380001341044877",
        "adamw,    1e-12,  0.8292223000060962,  -2.0835506517474016, 0.49359193970589543",
    })
    void stepsEqualPyTorch(String type, double tolerance, double w0, double w1, double w2) {
        NeuralNetConfiguration.Builder base = plan(
                        "train.optimizer.type=" + type,
                        "train.optimizer.learningRate=0.1",
                        "train.optimizer.weightDecay=0.01")
                .network();
        INDArray weights = descend(base, GRADIENTS.length);
        assertThat(weights.toDoubleVector()).containsExactly(new double[] {w0, w1, w2}, within(tolerance));
    }

    /** PyTorch 1.13 under OneCycleLR(max_lr=0.1, total_steps=20, pct_start=0.2) with its cycle of the momentum. */
    @ParameterizedTest
    @CsvSource({
        "sgd,      1.0201345212702844, -2.1545815043308885, 0.02188890803299224",
        "nesterov, 1.0717358768797856, -2.2184617728649356, -0.11104326394201859",
        "adam,     1.0235235255484452, -2.0860405802558932, 0.3036180814681354",
        "adamw,    1.0259800913056831, -2.0887414594154734, 0.30345152894736327",
    })
    void stepsOfOneCycleEqualPyTorch(String type, double w0, double w1, double w2) {
        NeuralNetConfiguration.Builder base = plan(
                        "train.optimizer.type=" + type,
                        "train.optimizer.learningRate=0.1",
                        "train.optimizer.weightDecay=0.01",
                        "train.schedule.type=one-cycle",
                        "train.schedule.cycleMomentum=true")
                .network();
        INDArray weights = descend(base, 6);
        assertThat(weights.toDoubleVector()).containsExactly(new double[] {w0, w1, w2}, within(1e-12));
    }

    private static INDArray descend(NeuralNetConfiguration.Builder base, int steps) {
        IUpdater config = base.getIUpdater();
        INDArray state = Nd4j.zeros(DataType.DOUBLE, 1, config.stateSize(3));
        GradientUpdater<?> updater = config.instantiate(state, true);
        INDArray weights = Nd4j.createFromArray(1, -2, 0.5).reshape(1, 3);
        for (int i = 0; i < steps; i++) {
            INDArray gradient =
                    Nd4j.createFromArray(GRADIENTS[i % GRADIENTS.length]).reshape(1, 3);
            decay(base, ApplyStep.BEFORE_UPDATER, weights, gradient, i);
            updater.applyUpdater(gradient, i, 0);
            decay(base, ApplyStep.POST_UPDATER, weights, gradient, i);
            weights.subi(gradient);
        }
        return weights;
    }

    private static void decay(
            NeuralNetConfiguration.Builder base, ApplyStep when, INDArray weights, INDArray gradient, int iteration) {
        for (Regularization regularization : base.getRegularization()) {
            if (regularization.applyStep() == when) {
                double rate = base.getIUpdater().getLearningRate(iteration, 0);
                regularization.apply(weights, gradient, rate, iteration, 0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"sgd", "nesterov", "sgdw", "adam", "adamw"})
    void updaterAndDecaySurviveTheJsonOfNetworks(String type) {
        ComputationGraphConfiguration built = Toys.task(Toys.experiment())
                .network(plan("train.optimizer.type=" + type, "train.schedule.type=one-cycle")
                        .network())
                .getConfiguration();
        ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(built.toJson());
        assertThat(read).isEqualTo(built);
        assertThat(read.toJson()).isEqualTo(built.toJson());
    }

    @Test
    void decaySparesBiasesAndTheReportedLoss() {
        ComputationGraph network = Toys.task(Toys.experiment()).network(plan().network());
        DenseLayer layer = (DenseLayer) network.getLayer("hidden").conf().getLayer();
        assertThat(layer.getRegularizationByParam("W")).containsExactly(new Decay(1e-4, false));
        assertThat(layer.getRegularizationByParam("b")).isNullOrEmpty();
        assertThat(network.getLayer("hidden").calcRegularizationScore(true)).isZero();
    }

    @Test
    void workspacesAreOnAndLossesNotDividedAgain() {
        NeuralNetConfiguration.Builder base = plan().network();
        assertThat(base.getTrainingWorkspaceMode()).isEqualTo(WorkspaceMode.ENABLED);
        assertThat(base.getInferenceWorkspaceMode()).isEqualTo(WorkspaceMode.ENABLED);
        assertThat(base.isMiniBatch()).isFalse();
    }

    @Test
    void iterationsEndAtTheFirstLimit() {
        assertThat(plan().iterations()).isEqualTo(20);
        assertThat(plan("train.stopAfterEpochs=3").iterations()).isEqualTo(15);
        assertThat(plan("train.maxIterations=7").iterations()).isEqualTo(7);
    }

    @Test
    void anEpochWithoutBatchesIsRefused() {
        assertThatThrownBy(() -> new TrainingPlan(Toys.experiment().run().train(), 1, 0))
                .hasMessageContaining("at least one batch");
    }
}
