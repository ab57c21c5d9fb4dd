package org.tresnet4j.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.kernel.KernelChoice;
import org.tresnet4j.backbone.kernel.Precision;
import org.tresnet4j.backbone.layer.ConvolutionAbn;
import org.tresnet4j.backbone.predict.Predictor;

/** The network as a citizen of Deeplearning4j, with workspace checks on. */
@ExtendWith(WorkspaceChecks.class)
class TResNetTest {

    private static final int CLASSES = 3;

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "tiny_v2"})
    void passesADoubleGradientCheck(String variant) {
        ComputationGraph network =
                ReferenceNetwork.create(TResNetVariant.named(variant).withWidth(4), CLASSES, DataType.DOUBLE);
        MultiDataSet batch = new MultiDataSet(images(DataType.DOUBLE, 64), labels(DataType.DOUBLE));
        GradientCheck.of(network, batch, 3);
    }

    @Test
    void computesTheGradientOfItsInputOnlyBehindAnotherLayer() {
        GraphBuilder direct =
                new NeuralNetConfiguration.Builder().graphBuilder().addInputs("image");
        TResNet.addTo(direct, "image", TResNetVariant.TINY);
        GraphBuilder behind =
                new NeuralNetConfiguration.Builder().graphBuilder().addInputs("image");
        behind.addLayer("before", new ActivationLayer(Activation.IDENTITY), "image");
        TResNet.addTo(behind, "before", TResNetVariant.TINY);
        assertThat(stem(direct).isFirstInGraph()).isTrue();
        assertThat(stem(behind).isFirstInGraph()).isFalse();
    }

    private static ConvolutionAbn stem(GraphBuilder graph) {
        LayerVertex vertex = (LayerVertex) graph.getVertices().get("body.conv1");
        return (ConvolutionAbn) vertex.getLayerConf().getLayer();
    }

    @Test
    void offersFeaturesThatMatchWhatItComputes() {
        GraphBuilder graph = new NeuralNetConfiguration.Builder().graphBuilder().addInputs("image");
        Features features = TResNet.addTo(graph, "image", TResNetVariant.TINY_V2);
        graph.setOutputs(features.levels().stream().map(Features.Level::node).toArray(String[]::new));
        graph.setInputTypes(InputType.convolutional(96, 64, 3));
        ComputationGraph network = new ComputationGraph(graph.build());
        network.init();
        INDArray[] maps = network.output(Nd4j.rand(DataType.FLOAT, 2, 3, 96, 64));
        for (int i = 0; i < maps.length; i++) {
            Features.Level level = features.levels().get(i);
            assertThat(maps[i].shape())
                    .as(level.name())
                    .containsExactly(2, level.channels(), 96 / level.stride(), 64 / level.stride());
        }
        assertThat(features.levels().stream().map(Features.Level::stride)).containsExactly(4, 8, 16, 32);
    }

    @Test
    void survivesJson() {
        ComputationGraphConfiguration configuration =
                TResNet.of(TResNetVariant.TINY).classes(CLASSES).build();
        ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(configuration.toJson());
        assertThat(read).isEqualTo(configuration);
        assertThat(read.toJson()).isEqualTo(configuration.toJson());
    }

    @Test
    void survivesModelSerializerAndClone(@TempDir Path folder) throws IOException {
        ComputationGraph network = trained();
        File file = folder.resolve("model.zip").toFile();
        ModelSerializer.writeModel(network, file, true);
        INDArray images = images(DataType.FLOAT, 64);
        INDArray expected = network.outputSingle(images);
        assertThat(ModelSerializer.restoreComputationGraph(file).outputSingle(images))
                .isEqualTo(expected);
        assertThat(network.clone().outputSingle(images)).isEqualTo(expected);
    }

    @Test
    void learns() {
        ComputationGraph network = ReferenceNetwork.create(TResNetVariant.TINY, CLASSES, DataType.FLOAT);
        network.setLearningRate(0.02);
        MultiDataSet batch = new MultiDataSet(images(DataType.FLOAT, 64), labels(DataType.FLOAT));
        network.fit(batch);
        double before = network.score();
        for (int i = 0; i < 20; i++) {
            network.fit(batch);
        }
        assertThat(network.score()).isLessThan(before / 4);
    }

    @Test
    void movesRunningStatisticsTowardsTheBatchWhateverTheLearningRate() {
        ComputationGraph network = ReferenceNetwork.create(TResNetVariant.TINY, CLASSES, DataType.FLOAT);
        network.setLearningRate(0);
        INDArray images = images(DataType.FLOAT, 64);
        INDArray weights = network.getParam("body.conv1_W").dup();
        for (int i = 0; i < 60; i++) {
            network.fit(new MultiDataSet(images, labels(DataType.FLOAT)));
        }
        assertThat(network.getParam("body.conv1_W")).isEqualTo(weights);
        // after many identical batches inference sees what training saw, up to the unbiased variance
        INDArray trained = network.feedForward(images, true).get("body.conv1").dup();
        INDArray inferred = network.feedForward(images, false).get("body.conv1");
        assertThat(inferred.distance2(trained) / trained.norm2Number().doubleValue())
                .isLessThan(5e-3);
    }

    @Test
    void trainsUnderParallelWrapperWithTwoWorkers() {
        WorkspaceChecks.stop();
        ComputationGraph network = ReferenceNetwork.create(TResNetVariant.TINY, CLASSES, DataType.FLOAT);
        network.setLearningRate(0.01);
        MultiDataSet batch = new MultiDataSet(images(DataType.FLOAT, 64), labels(DataType.FLOAT));
        double before = network.score(batch, true);
        ParallelWrapper wrapper = new ParallelWrapper.Builder<>(network)
                .workers(2)
                .averagingFrequency(1)
                .prefetchBuffer(0)
                .trainingMode(ParallelWrapper.TrainingMode.AVERAGING)
                .build();
        try {
            for (int i = 0; i < 10; i++) {
                wrapper.fit(new RepeatedBatch(batch, 2));
            }
        } finally {
            wrapper.shutdown();
        }
        assertThat(network.score(batch, true)).isLessThan(before / 2);
    }

    @Test
    void trainsANewHeadOverAFrozenBackbone() {
        ComputationGraph network = trained();
        String last = "body.layer4.0";
        ComputationGraph tuned = new TransferLearning.GraphBuilder(network)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Sgd(0.1))
                        .build())
                .setFeatureExtractor(last)
                .build();
        INDArray backbone = tuned.getParam("body.conv1_W").dup();
        INDArray statistics = tuned.getParam("body.conv1_mean").dup();
        INDArray head = tuned.getParam("head.fc_W").dup();
        tuned.fit(new MultiDataSet(images(DataType.FLOAT, 64), labels(DataType.FLOAT)));
        assertThat(tuned.getParam("body.conv1_W")).isEqualTo(backbone);
        assertThat(tuned.getParam("body.conv1_mean")).isEqualTo(statistics);
        assertThat(tuned.getParam("head.fc_W")).isNotEqualTo(head);
    }

    @Test
    void aFrozenBackboneIsSavedAndComputedOtherwise(@TempDir Path folder) throws IOException {
        ComputationGraph tuned = new TransferLearning.GraphBuilder(trained())
                .setFeatureExtractor("body.layer4.0")
                .nOutReplace(TResNet.HEAD, 5, WeightInit.XAVIER)
                .build();
        File file = folder.resolve("tuned.zip").toFile();
        ModelSerializer.writeModel(tuned, file, true);
        ComputationGraph restored = ModelSerializer.restoreComputationGraph(file);
        INDArray images = images(DataType.FLOAT, 64);
        INDArray expected = tuned.outputSingle(images);
        assertThat(expected.shape()).containsExactly(3, 5);
        assertThat(restored.outputSingle(images)).isEqualTo(expected);
        TResNet.setComputation(restored, new Computation(KernelChoice.ND4J, Precision.FLOAT32));
        assertThat(restored.outputSingle(images).distance2(expected)).isLessThan(1e-4);
        assertThat(Predictor.of(restored).predict(images).get(0).distance2(expected))
                .isLessThan(1e-4);
        assertThat(TResNet.trainable(tuned)).isLessThan(tuned.numParams());
    }

    @Test
    void removesAHeadAndLearnsWithAnother() {
        ComputationGraph network = trained();
        ComputationGraph tuned = new TransferLearning.GraphBuilder(network)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Sgd(0.01))
                        .build())
                .removeVertexAndConnections(TResNet.HEAD)
                .addLayer(
                        "birds",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(512)
                                .nOut(CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        TResNet.POOL)
                .setOutputs("birds")
                .build();
        assertThat(tuned.getParam("body.layer3.0.conv2_gamma"))
                .isEqualTo(network.getParam("body.layer3.0.conv2_gamma"));
        MultiDataSet batch = new MultiDataSet(images(DataType.FLOAT, 64), labels(DataType.FLOAT));
        INDArray mean = tuned.getParam("body.conv1_mean").dup();
        double before = tuned.score(batch, true);
        for (int i = 0; i < 15; i++) {
            tuned.fit(batch);
        }
        assertThat(tuned.score(batch, true)).isLessThan(before / 2);
        // fine-tuning gives every layer a new updater, but running statistics still need none
        assertThat(tuned.getParam("body.conv1_mean")).isNotEqualTo(mean);
        assertThat(tuned.score()).isFinite();
    }

    @Test
    void sameSeedSameWeights() {
        assertThat(seeded(1).params())
                .isEqualTo(seeded(1).params())
                .isNotEqualTo(seeded(2).params());
    }

    @Test
    void refusesImagesItCannotDivide() {
        ComputationGraph network = ReferenceNetwork.create(TResNetVariant.TINY, CLASSES, DataType.FLOAT);
        assertThatThrownBy(() -> network.output(Nd4j.rand(DataType.FLOAT, 1, 3, 66, 64)))
                .hasMessageContaining("[1, 3, 66, 64]")
                .hasMessageContaining("multiples of 4");
        assertThatThrownBy(() -> network.output(Nd4j.rand(DataType.FLOAT, 1, 4, 64, 64)))
                .hasMessageContaining("body.conv1")
                .hasMessageContaining("[N,48,H,W]");
    }

    @Test
    void refusesToTrainOnOneValueAChannel() {
        ComputationGraph network = ReferenceNetwork.create(TResNetVariant.TINY, CLASSES, DataType.FLOAT);
        assertThatThrownBy(() -> network.fit(new MultiDataSet(
                        Nd4j.rand(DataType.FLOAT, 1, 3, 32, 32),
                        Nd4j.eye(CLASSES).getRow(0, true))))
                .hasMessageContaining("no variance");
    }

    private static ComputationGraph trained() {
        ComputationGraph network = ReferenceNetwork.create(TResNetVariant.TINY, CLASSES, DataType.FLOAT);
        network.setLearningRate(0.01);
        network.fit(new MultiDataSet(images(DataType.FLOAT, 64), labels(DataType.FLOAT)));
        return network;
    }

    private static ComputationGraph seeded(long seed) {
        ComputationGraph network = new ComputationGraph(TResNet.of(TResNetVariant.TINY)
                .settings(new NeuralNetConfiguration.Builder().seed(seed))
                .build());
        network.init();
        return network;
    }

    private static INDArray images(DataType type, int size) {
        return Hashed.array(type, "images", 0.5, 0.5, 3, 3, size, size);
    }

    private static INDArray labels(DataType type) {
        return Nd4j.eye(CLASSES).castTo(type);
    }
}
