package org.tresnet4j.backbone.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.LinearHead;
import org.tresnet4j.backbone.Photographs;
import org.tresnet4j.backbone.ReferenceNetwork;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.backbone.weights.WeightsException;

/** What ONNX Runtime computes from a written classifier is what the network computes. */
class OnnxClassifierTest {

    private static final int CLASSES = 5;
    private static final OnnxRequest PLAIN = new OnnxRequest(Optional.empty(), false);
    private static final OnnxMetadata METADATA = new OnnxMetadata(
            "classification", List.of("cat", "\"dog\"", "owl", "Kuh", "牛"), "squish to a square", "1.2.3", Map.of());

    /** A relative distance that is float's own: the order of sums differs. */
    private static final double CLOSE = 1e-4;

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "tiny_v2"})
    void computesTheNetworksProbabilitiesForAnyBatch(String variant) throws OrtException {
        agrees(TResNetVariant.named(variant), 64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tresnet_m", "tresnet_l", "tresnet_xl", "tresnet_l_v2"})
    @Tag("slow")
    void computesTheProbabilitiesOfThePapersVariants(String variant) throws OrtException {
        agrees(TResNetVariant.named(variant), 96);
    }

    /** Maps of 9, 5, 3 and 2 pixels: borders that are reflected, and pooling of half windows. */
    @ParameterizedTest
    @ValueSource(ints = {36, 40, 100})
    void computesTheSameOnMapsOfOddSides(int side) throws OrtException {
        agrees(TResNetVariant.TINY, side);
    }

    private static void agrees(TResNetVariant variant, int side) throws OrtException {
        ComputationGraph network = ReferenceNetwork.create(variant, CLASSES, DataType.FLOAT);
        OnnxModel model = OnnxClassifier.of(network, side, PLAIN, METADATA);
        INDArray photographs = Photographs.of(4, side, side);
        INDArray expected = logits(network, photographs);
        try (RuntimeSession session = new RuntimeSession(model)) {
            for (int batch : List.of(4, 1, 3)) {
                Map<String, INDArray> outputs = session.run(photographs.get(NDArrayIndex.interval(0, batch)));
                INDArray logits = expected.get(NDArrayIndex.interval(0, batch));
                assertThat(distance(outputs.get("logits"), logits)).isLessThan(CLOSE);
                assertThat(distance(outputs.get("probabilities"), Transforms.softmax(logits)))
                        .isLessThan(CLOSE);
            }
        }
    }

    /** Of the network itself, which loses its softmax. */
    private static INDArray logits(ComputationGraph network, INDArray images) {
        ((OutputLayer) network.getLayer(TResNet.HEAD).conf().getLayer()).setActivationFn(new ActivationIdentity());
        return network.outputSingle(images);
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"SIGMOID", "IDENTITY"})
    void computesTheActivationOfTheHead(Activation activation) throws OrtException {
        GraphBuilder graph =
                new NeuralNetConfiguration.Builder().seed(3).graphBuilder().addInputs(TResNet.INPUT);
        Features features = TResNet.addTo(graph, TResNet.INPUT, TResNetVariant.TINY);
        String head = LinearHead.addTo(graph, features, CLASSES, activation, LossFunction.MSE.getILossFunction());
        ComputationGraph network = new ComputationGraph(graph.setOutputs(head).build());
        network.init();
        INDArray images = Photographs.of(2, 64, 64);
        try (RuntimeSession session = new RuntimeSession(OnnxClassifier.of(network, 64, PLAIN, METADATA))) {
            assertThat(distance(session.run(images).get("probabilities"), network.outputSingle(images)))
                    .isLessThan(CLOSE);
        }
    }

    @Test
    void saysWhatItTakesAndGives() throws OrtException {
        ComputationGraph network = ReferenceNetwork.create(TResNetVariant.TINY, CLASSES, DataType.FLOAT);
        try (RuntimeSession runtime = new RuntimeSession(OnnxClassifier.of(network, 64, PLAIN, METADATA))) {
            TensorInfo input =
                    (TensorInfo) runtime.session().getInputInfo().get("image").getInfo();
            assertThat(input.getShape()).containsExactly(-1, 3, 64, 64);
            assertThat(runtime.session().getOutputNames()).containsExactly("logits", "probabilities");
            TensorInfo output =
                    (TensorInfo) runtime.session().getOutputInfo().get("logits").getInfo();
            assertThat(output.getShape()).containsExactly(-1, CLASSES);
            assertThat(runtime.session().getMetadata().getProducerName()).isEqualTo("tresnet4j");
            assertThat(runtime.session().getMetadata().getCustomMetadata())
                    .containsEntry("task", "classification")
                    .containsEntry("classes", "[\"cat\",\"\\\"dog\\\"\",\"owl\",\"Kuh\",\"牛\"]")
                    .containsEntry("preprocessing", "squish to a square")
                    .containsEntry("code_version", "1.2.3");
        }
    }

    @Test
    void foldsTheNormalisation() {
        ComputationGraph network = ReferenceNetwork.create(TResNetVariant.TINY, CLASSES, DataType.FLOAT);
        String text =
                new String(OnnxClassifier.of(network, 64, PLAIN, METADATA).toBytes(), StandardCharsets.ISO_8859_1);
        assertThat(text).contains("LeakyRelu", "Conv").doesNotContain("BatchNormalization");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"true|false|only a detector's images can have another size", "false|true|only a detector's boxes"})
    void refusesWhatOnlyDetectorsHave(boolean size, boolean postprocessing, String message) {
        ComputationGraph network = ReferenceNetwork.create(TResNetVariant.TINY, CLASSES, DataType.FLOAT);
        OnnxRequest request = new OnnxRequest(size ? Optional.of(Size.square(96)) : Optional.empty(), postprocessing);
        assertThatThrownBy(() -> OnnxClassifier.of(network, 64, request, METADATA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aFileThatCannotBeWrittenIsNamedAndTheOldOneStays(@TempDir Path folder) throws IOException {
        OnnxModel model = OnnxClassifier.of(
                ReferenceNetwork.create(TResNetVariant.TINY, CLASSES, DataType.FLOAT), 64, PLAIN, METADATA);
        Path occupied = Files.createDirectories(folder.resolve("model.onnx/x")).getParent();
        assertThatThrownBy(() -> model.write(occupied))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("model.onnx: cannot be written");
        assertThat(folder.resolve("model.onnx.partial")).doesNotExist();
        Path file = folder.resolve("new/model.onnx");
        model.write(file);
        assertThat(file).hasBinaryContent(model.toBytes());
    }

    static double distance(INDArray actual, INDArray expected) {
        return actual.sub(expected).amaxNumber().doubleValue()
                / expected.amaxNumber().doubleValue();
    }
}
