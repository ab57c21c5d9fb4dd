package org.tresnet4j.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.abstracts.Nd4jWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.kernel.KernelChoice;
import org.tresnet4j.backbone.kernel.Precision;
import org.tresnet4j.backbone.kernel.onednn.OneDnn;
import org.tresnet4j.backbone.layer.ConvolutionAbn;
import org.tresnet4j.backbone.layer.GlobalPool;
import org.tresnet4j.backbone.layer.Residual;
import org.tresnet4j.backbone.layer.SpaceToDepth;
import org.tresnet4j.backbone.layer.SqueezeExcite;

/** Networks that compute the insides of their blocks twice, or parts of them, are those that keep them, in less memory. */
@ExtendWith(WorkspaceChecks.class)
class CheckpointingTest {

    private static final int CLASSES = 3;

    @ParameterizedTest
    @CsvSource({
        "tiny, AUTO, FLOAT32, FLOAT",
        "tiny, AUTO, BFLOAT16, FLOAT",
        "tiny, ND4J, FLOAT32, FLOAT",
        "tiny, ND4J, FLOAT32, DOUBLE",
        "tiny_v2, AUTO, FLOAT32, FLOAT",
        "tiny_v2, AUTO, BFLOAT16, FLOAT"
    })
    void learnsTheSameToTheLastBit(String variant, KernelChoice kernels, Precision precision, DataType type) {
        assumeTrue(precision == Precision.FLOAT32 || OneDnn.hasBfloat16(), "skipped: the processor has no bfloat16");
        ComputationGraph kept = network(variant, type, new Computation(kernels, precision), UnaryOperator.identity());
        ComputationGraph recomputed =
                network(variant, type, new Computation(kernels, precision, true), UnaryOperator.identity());
        assertThat(parametersAfterSteps(recomputed, type)).isEqualTo(parametersAfterSteps(kept, type));
    }

    @Test
    void learnsTheSameWithFrozenStages() {
        Computation computation = new Computation(KernelChoice.AUTO, Precision.FLOAT32);
        Freezing freezing = new Freezing(2, true);
        ComputationGraph kept = network(head(TResNetVariant.TINY, computation, freezing));
        ComputationGraph recomputed = network(head(TResNetVariant.TINY, checkpointing(computation), freezing));
        assertThat(parametersAfterSteps(recomputed, DataType.FLOAT))
                .isEqualTo(parametersAfterSteps(kept, DataType.FLOAT));
    }

    @Test
    void learnsTheSameWhereSomethingElseReadsFromTheInsideOfABlock() {
        String inner = "body.layer2.0.conv1";
        assertThat(parametersAfterSteps(readingFrom(inner, true), DataType.FLOAT))
                .isEqualTo(parametersAfterSteps(readingFrom(inner, false), DataType.FLOAT));
    }

    @Test
    void learnsTheSameWithoutWorkspaces() {
        ComputationGraph kept =
                network("tiny", DataType.FLOAT, Computation.DEFAULT, CheckpointingTest::withoutWorkspaces);
        ComputationGraph recomputed = network(
                "tiny", DataType.FLOAT, checkpointing(Computation.DEFAULT), CheckpointingTest::withoutWorkspaces);
        assertThat(parametersAfterSteps(recomputed, DataType.FLOAT))
                .isEqualTo(parametersAfterSteps(kept, DataType.FLOAT));
    }

    /** Without workspaces nothing can be left in rooms: everything is kept. */
    @Test
    void squeezeAndExcitationIsComputedTwiceWithTheSameResult() {
        ComputationGraph kept =
                network("tiny", DataType.FLOAT, Computation.DEFAULT, CheckpointingTest::withoutWorkspaces);
        ComputationGraph cheap = network("tiny", DataType.FLOAT, Computation.DEFAULT, UnaryOperator.identity());
        assertThat(parametersAfterSteps(cheap, DataType.FLOAT)).isEqualTo(parametersAfterSteps(kept, DataType.FLOAT));
    }

    /** TResNet-M, 96 pixels, two images: 18 layers of squeeze-and-excitation, all but the largest one's maps saved. */
    @Test
    void mapsOfSqueezeAndExcitationAreNotKept() {
        Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
        ComputationGraph network = network(head(TResNetVariant.M, Computation.DEFAULT, Freezing.NONE));
        network.fit(batch(DataType.FLOAT, 96, 0));
        long bytes = 0;
        long excited = 0;
        for (var entry : network.feedForward(new INDArray[] {images(DataType.FLOAT, 96, 0)}, true, true)
                .entrySet()) {
            long own = entry.getValue().length() * Float.BYTES;
            bytes += own;
            excited += entry.getKey().endsWith(".se") ? own : 0;
        }
        assertThat(excited).isGreaterThan(bytes / 10);
        assertThat(largestPass()).isLessThan(bytes - excited / 2);
    }

    /** DL4J computes p.se, q.se, p, q: what one leaves in the rooms the other would overwrite. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void learnsTheSameWithTwoBlocksBesideOneAnother(boolean checkpointing) {
        ComputationGraph kept = network(twoBlocks(withoutWorkspaces(settings(DataType.FLOAT)), checkpointing));
        ComputationGraph cheap = network(twoBlocks(settings(DataType.FLOAT), checkpointing));
        assertThat(parametersAfterSteps(cheap, DataType.FLOAT)).isEqualTo(parametersAfterSteps(kept, DataType.FLOAT));
    }

    private static NeuralNetConfiguration.Builder withoutWorkspaces(NeuralNetConfiguration.Builder settings) {
        return settings.trainingWorkspaceMode(WorkspaceMode.NONE).inferenceWorkspaceMode(WorkspaceMode.NONE);
    }

    private static ComputationGraphConfiguration twoBlocks(
            NeuralNetConfiguration.Builder settings, boolean checkpointing) {
        int channels = 48;
        GraphBuilder graph = settings.graphBuilder().addInputs(TResNet.INPUT);
        graph.addLayer("entrance", new SpaceToDepth().asFirstInGraph(), TResNet.INPUT);
        graph.addLayer("stem", new ConvolutionAbn(channels, channels, 3, 1e-2).asFirstInGraph(), "entrance");
        for (String block : List.of("p", "q")) {
            graph.addLayer(block + ".conv", new ConvolutionAbn(channels, channels, 3, 1e-2), "stem");
            graph.addLayer(block + ".se", new SqueezeExcite(channels, channels), block + ".conv");
            graph.addVertex(block, new Residual().withCheckpointing(checkpointing), block + ".se", "stem");
        }
        graph.addVertex("both", new Residual(), "p", "q");
        graph.addLayer("pool", new GlobalPool(), "both");
        graph.addLayer(
                "head",
                new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(channels)
                        .nOut(CLASSES)
                        .build(),
                "pool");
        return graph.setOutputs("head").build();
    }

    @Test
    void handsOutAllActivationsOfAForwardPassInTraining() {
        INDArray images = images(DataType.FLOAT, 64, 0);
        ComputationGraph kept = network("tiny", DataType.FLOAT, Computation.DEFAULT, UnaryOperator.identity());
        ComputationGraph recomputed =
                network("tiny", DataType.FLOAT, checkpointing(Computation.DEFAULT), UnaryOperator.identity());
        var expected = kept.feedForward(new INDArray[] {images}, true, true);
        recomputed
                .feedForward(new INDArray[] {images}, true, true)
                .forEach((node, activations) -> assertThat(activations).as(node).isEqualTo(expected.get(node)));
    }

    @Test
    void keepsLessThanHalfOfTheActivations() {
        long kept = keptBytes(Computation.DEFAULT);
        assertThat(keptBytes(checkpointing(Computation.DEFAULT))).isLessThan(kept / 2);
    }

    @Test
    void canBeTurnedOnInANetworkThatIsThere() {
        ComputationGraph network = network("tiny", DataType.FLOAT, Computation.DEFAULT, UnaryOperator.identity());
        network.fit(batch(DataType.FLOAT, 64, 0));
        long kept = largestPass();
        Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
        TResNet.setComputation(network, checkpointing(Computation.DEFAULT));
        network.fit(batch(DataType.FLOAT, 64, 0));
        assertThat(largestPass()).isLessThan(kept);
    }

    @Test
    void survivesJson() {
        ComputationGraphConfiguration configuration =
                head(TResNetVariant.TINY, checkpointing(Computation.DEFAULT), Freezing.NONE);
        ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(configuration.toJson());
        assertThat(read).isEqualTo(configuration);
        assertThat(read).isNotEqualTo(head(TResNetVariant.TINY, Computation.DEFAULT, Freezing.NONE));
    }

    private static Computation checkpointing(Computation computation) {
        return new Computation(computation.kernels(), computation.precision(), true);
    }

    private static long keptBytes(Computation computation) {
        Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
        network(head(TResNetVariant.M, computation, Freezing.NONE)).fit(batch(DataType.FLOAT, 96, 0));
        return largestPass();
    }

    private static long largestPass() {
        return Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread().stream()
                .filter(workspace -> workspace.getId().equals("WS_ALL_LAYERS_ACT"))
                .mapToLong(CheckpointingTest::bytes)
                .sum();
    }

    private static long bytes(MemoryWorkspace workspace) {
        return ((Nd4jWorkspace) workspace).getMaxCycleAllocations();
    }

    /** After steps with images of several sizes, as the second size needs larger rooms than the first. */
    private static INDArray parametersAfterSteps(ComputationGraph network, DataType type) {
        for (int side : new int[] {64, 96, 64}) {
            MultiDataSet batch = batch(type, side, side);
            INDArray[] labels = new INDArray[network.getNumOutputArrays()];
            Arrays.fill(labels, batch.getLabels(0));
            network.fit(new MultiDataSet(batch.getFeatures(), labels));
        }
        return network.params();
    }

    private static ComputationGraph network(
            String variant,
            DataType type,
            Computation computation,
            UnaryOperator<NeuralNetConfiguration.Builder> settings) {
        return network(TResNet.of(TResNetVariant.named(variant))
                .classes(CLASSES)
                .computation(computation)
                .settings(settings.apply(settings(type)))
                .build());
    }

    private static ComputationGraph network(ComputationGraphConfiguration configuration) {
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        return network;
    }

    private static NeuralNetConfiguration.Builder settings(DataType type) {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(type)
                .updater(new Sgd(0.01))
                .miniBatch(false);
    }

    private static ComputationGraphConfiguration head(
            TResNetVariant variant, Computation computation, Freezing freezing) {
        GraphBuilder graph = settings(DataType.FLOAT).graphBuilder().addInputs(TResNet.INPUT);
        Features features = TResNet.addTo(graph, TResNet.INPUT, variant, computation, freezing);
        return graph.setOutputs(linear(graph, features)).build();
    }

    private static String linear(GraphBuilder graph, Features features) {
        return LinearHead.addTo(graph, features, CLASSES, Activation.SOFTMAX, LossFunction.MCXENT.getILossFunction());
    }

    /** With a second sum of a node inside a block, which the head reads too. */
    private static ComputationGraph readingFrom(String node, boolean checkpointing) {
        GraphBuilder graph = settings(DataType.FLOAT).graphBuilder().addInputs(TResNet.INPUT);
        Features features = TResNet.addTo(
                graph,
                TResNet.INPUT,
                TResNetVariant.TINY,
                new Computation(KernelChoice.AUTO, Precision.FLOAT32, checkpointing));
        String main = linear(graph, features);
        graph.addLayer("side.pool", new GlobalPool(), node);
        graph.addLayer(
                "side",
                new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(TResNetVariant.TINY.planes(1))
                        .nOut(CLASSES)
                        .build(),
                "side.pool");
        return network(graph.setOutputs(main, "side").build());
    }

    private static MultiDataSet batch(DataType type, int side, long seed) {
        INDArray labels = Nd4j.zeros(type, 2, CLASSES);
        labels.putScalar(0, 0, 1);
        labels.putScalar(1, 2, 1);
        return new MultiDataSet(images(type, side, seed), labels);
    }

    private static INDArray images(DataType type, int side, long seed) {
        Nd4j.getRandom().setSeed(seed);
        return Nd4j.rand(type, 2, 3, side, side);
    }
}
