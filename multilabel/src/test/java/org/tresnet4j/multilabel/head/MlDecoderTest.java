package org.tresnet4j.multilabel.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.profiler.ProfilerConfig;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.GradientCheck;
import org.tresnet4j.backbone.Hashed;
import org.tresnet4j.backbone.RepeatedBatch;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.kernel.KernelChoice;
import org.tresnet4j.backbone.kernel.Precision;
import org.tresnet4j.backbone.predict.Predictor;
import org.tresnet4j.multilabel.loss.AsymmetricLoss;

/** A tagger with this head as a citizen of Deeplearning4j, with workspace checks on. */
class MlDecoderTest {

    private static final int CLASSES = 7;
    private static final DecoderSize SIZE = new DecoderSize(3, 16, 4, 24);
    private static final String QUERIES = MlDecoder.NODE + "_queries";

    @BeforeEach
    void checkWorkspaces() {
        Nd4j.getExecutioner()
                .setProfilingConfig(
                        ProfilerConfig.builder().checkWorkspaces(true).build());
    }

    @AfterEach
    void stopChecking() {
        Nd4j.getExecutioner().setProfilingConfig(ProfilerConfig.builder().build());
    }

    @Test
    void passesADoubleGradientCheck() {
        ComputationGraph network = network(DataType.DOUBLE, 0, Computation.DEFAULT, settings());
        // away from 0, where the absolute value of a scale has no derivative
        network.paramTable().forEach((key, value) -> {
            if (key.endsWith("_gamma")) {
                value.assign(Hashed.array(DataType.DOUBLE, key, 0.3, 1, value.shape()));
            }
        });
        GradientCheck.of(network, batch(DataType.DOUBLE), 2);
    }

    @Test
    void theGradientIsThatOfTheNumbersThatWereNotDropped() {
        ComputationGraph network = network(DataType.DOUBLE, 0.3, Computation.DEFAULT, settings());
        INDArray maps = Hashed.array(DataType.DOUBLE, "maps", 1, 0, 6, network.layerInputSize(MlDecoder.NODE));
        Decoder decoder = Decoder.of(network.getLayer(MlDecoder.NODE).paramTable(), SIZE.heads());
        Decoder gradients = Decoder.of(
                network.getLayer(MlDecoder.NODE)
                        .conf()
                        .getLayer()
                        .initializer()
                        .getGradientsFromFlattened(
                                network.getLayer(MlDecoder.NODE).conf(),
                                Nd4j.zeros(
                                        DataType.DOUBLE,
                                        network.getLayer(MlDecoder.NODE).numParams())),
                SIZE.heads());
        INDArray weights = Hashed.array(DataType.DOUBLE, "weights", 1, 0, 2, CLASSES);
        INDArray analytic = decoder.backward(dropped(decoder, maps), weights, gradients, new DetachedMemory());
        for (int i = 0; i < maps.length(); i += 17) {
            double value = maps.getDouble(i / maps.size(1), i % maps.size(1));
            maps.putScalar(i, value + 1e-6);
            double above =
                    dropped(decoder, maps).logits().mul(weights).sumNumber().doubleValue();
            maps.putScalar(i, value - 1e-6);
            double below =
                    dropped(decoder, maps).logits().mul(weights).sumNumber().doubleValue();
            maps.putScalar(i, value);
            assertThat(analytic.getDouble(i / maps.size(1), i % maps.size(1)))
                    .as("position " + i)
                    .isCloseTo((above - below) / 2e-6, within(1e-6));
        }
    }

    /** With the same random numbers each time. */
    private static Decoder.Decoded dropped(Decoder decoder, INDArray positions) {
        Nd4j.getRandom().setSeed(3);
        return decoder.forward(positions, 2, new Dropout(0.3), new DetachedMemory());
    }

    @Test
    void dropsInTrainingOnly() {
        ComputationGraph network = network(DataType.FLOAT, 0.5, Computation.DEFAULT, settings());
        INDArray images = batch(DataType.FLOAT).getFeatures(0);
        assertThat(logits(network, images, false)).isEqualTo(logits(network, images, false));
        assertThat(logits(network, images, true)).isNotEqualTo(logits(network, images, true));
    }

    private static INDArray logits(ComputationGraph network, INDArray images, boolean training) {
        return network.feedForward(images, training).get(MlDecoder.NODE).dup();
    }

    @Test
    void survivesJsonModelSerializerAndClone(@TempDir Path folder) throws IOException {
        ComputationGraph network = network(DataType.FLOAT, 0.1, Computation.DEFAULT, settings());
        network.fit(batch(DataType.FLOAT));
        ComputationGraphConfiguration configuration = network.getConfiguration();
        ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(configuration.toJson());
        assertThat(read).isEqualTo(configuration);
        assertThat(read.toJson()).isEqualTo(configuration.toJson());
        File file = folder.resolve("tagger.zip").toFile();
        ModelSerializer.writeModel(network, file, true);
        INDArray images = batch(DataType.FLOAT).getFeatures(0);
        INDArray expected = network.outputSingle(images);
        ComputationGraph restored = ModelSerializer.restoreComputationGraph(file);
        assertThat(restored.outputSingle(images)).isEqualTo(expected);
        assertThat(network.clone().outputSingle(images)).isEqualTo(expected);
        restored.fit(batch(DataType.FLOAT));
        assertThat(restored.score()).isFinite();
    }

    @Test
    void queriesStayAsTheyAreAndEverythingElseLearns() {
        ComputationGraph network = network(
                DataType.FLOAT,
                0.1,
                Computation.DEFAULT,
                settings().updater(new Adam(1e-2)).l2(0.1));
        INDArray before = network.params().dup();
        network.fit(batch(DataType.FLOAT));
        network.fit(batch(DataType.FLOAT));
        ComputationGraph old = new ComputationGraph(network.getConfiguration());
        old.init(before, false);
        network.getLayer(MlDecoder.NODE)
                .paramTable()
                .forEach((name, value) -> assertThat(
                                value.equalsWithEps(old.getLayer(MlDecoder.NODE).getParam(name), 0))
                        .as(name)
                        .isEqualTo(name.equals("queries")));
    }

    @Test
    void weightsDecayAndBiasesNormsAndQueriesDoNot() {
        ComputationGraph network =
                network(DataType.FLOAT, 0, Computation.DEFAULT, settings().l2(0.1));
        List<String> decaying = network.getLayer(MlDecoder.NODE).paramTable().keySet().stream()
                .filter(name ->
                        network.getLayer(MlDecoder.NODE).conf().getLayer().getRegularizationByParam(name) != null)
                .toList();
        assertThat(decaying)
                .containsExactlyInAnyOrder(
                        "embedding.W", "attentionIn.W", "attentionOut.W", "linear1.W", "linear2.W", "classes.W");
    }

    @Test
    void constantsAreNotCountedAsTrainable() {
        ComputationGraph tagger = network(DataType.FLOAT, 0, Computation.DEFAULT, settings());
        long ofHead = tagger.getLayer(MlDecoder.NODE).numParams();
        long ofQueries = tagger.getParam(QUERIES).length();
        ComputationGraph linear = new ComputationGraph(
                TResNet.of(TResNetVariant.TINY.withWidth(8)).classes(CLASSES).build());
        linear.init();
        long linearHead = linear.getLayer(TResNet.HEAD).numParams();
        assertThat(TResNet.trainable(tagger) - TResNet.trainable(linear)).isEqualTo(ofHead - ofQueries - linearHead);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void predictsTheSameFoldedAndWithoutAGraph(Precision precision) {
        Computation computation = new Computation(KernelChoice.AUTO, precision);
        ComputationGraph network = network(DataType.FLOAT, 0.1, computation, settings());
        for (int i = 0; i < 3; i++) {
            network.fit(batch(DataType.FLOAT));
        }
        INDArray images = batch(DataType.FLOAT).getFeatures(0);
        INDArray expected = network.outputSingle(images);
        INDArray folded = Predictor.of(network).predict(images).get(0);
        assertThat(folded.distance2(expected) / expected.norm2Number().doubleValue())
                .isLessThan(precision == Precision.FLOAT32 ? 1e-4 : 5e-2);
    }

    @Test
    void learnsUnderParallelWrapperWithTwoWorkers() {
        stopChecking();
        ComputationGraph network = network(DataType.FLOAT, 0, Computation.DEFAULT, settings());
        MultiDataSet batch = batch(DataType.FLOAT);
        double before = network.score(batch, true);
        INDArray queries = network.getParam(QUERIES).dup();
        ParallelWrapper wrapper = new ParallelWrapper.Builder<>(network)
                .workers(2)
                .averagingFrequency(1)
                .prefetchBuffer(0)
                .trainingMode(ParallelWrapper.TrainingMode.AVERAGING)
                .build();
        try {
            for (int i = 0; i < 15; i++) {
                wrapper.fit(new RepeatedBatch(batch, 2));
            }
        } finally {
            wrapper.shutdown();
        }
        assertThat(network.score(batch, true)).isLessThan(before * 0.8);
        assertThat(network.getParam(QUERIES)).isEqualTo(queries);
    }

    @Test
    void everyClassHasAGroupAtMost() {
        assertThat(new MlDecoder(8, 5, new DecoderSize(100, 16, 4, 24), 0).getGroups())
                .isEqualTo(5);
    }

    @Test
    void saysWhichHeadsWouldDo() {
        assertThatThrownBy(() -> new DecoderSize(4, 768, 7, 2048))
                .hasMessageContaining("7 heads")
                .hasMessageContaining("divisor of 768");
    }

    @Test
    void namesItsLayerWhenMapsHaveOtherChannels() {
        ComputationGraph network = network(DataType.FLOAT, 0, Computation.DEFAULT, settings());
        network.getLayer(MlDecoder.NODE).setInput(Nd4j.zeros(1, 3, 2, 2), LayerWorkspaceMgr.noWorkspaces());
        assertThatThrownBy(() -> network.getLayer(MlDecoder.NODE).activate(false, LayerWorkspaceMgr.noWorkspaces()))
                .hasMessageContaining(MlDecoder.NODE)
                .hasMessageContaining("[1, 3, 2, 2]");
    }

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder().seed(5).updater(new Sgd(0.02));
    }

    private static ComputationGraph network(
            DataType type, double dropout, Computation computation, NeuralNetConfiguration.Builder settings) {
        GraphBuilder graph =
                settings.dataType(type).miniBatch(false).graphBuilder().addInputs("image");
        Features features = TResNet.addTo(graph, "image", TResNetVariant.TINY.withWidth(8), computation);
        String output = MlDecoder.addTo(
                graph,
                features,
                CLASSES,
                SIZE,
                dropout,
                new AsymmetricLoss(0, 2, 0, true, AsymmetricLoss.Reduction.SUM));
        ComputationGraph network = new ComputationGraph(graph.setOutputs(output).build());
        network.init();
        return network;
    }

    private static MultiDataSet batch(DataType type) {
        INDArray images = Hashed.array(type, "images", 0.5, 0.5, 2, 3, 64, 96);
        INDArray labels = Hashed.array(type, "labels", 1, 0, 2, CLASSES).gt(0).castTo(type);
        return new MultiDataSet(images, labels);
    }
}
