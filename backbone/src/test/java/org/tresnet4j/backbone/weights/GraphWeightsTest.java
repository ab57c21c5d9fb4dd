package org.tresnet4j.backbone.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.Hashed;
import org.tresnet4j.backbone.ReferenceNetwork;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;

/** From a network to names and back. */
class GraphWeightsTest {

    private static final int CLASSES = 5;
    private static final INDArray IMAGES = Hashed.array(DataType.FLOAT, "input", 0.5, 0.5, 2, 3, 64, 64);

    @TempDir
    private Path folder;

    /** Its scales have both signs. */
    private final ComputationGraph trained = ReferenceNetwork.create(TResNetVariant.TINY_V2, CLASSES, DataType.FLOAT);

    private static ComputationGraph fresh(TResNetVariant variant, int classes) {
        ComputationGraph network =
                new ComputationGraph(TResNet.of(variant).classes(classes).build());
        network.init();
        return network;
    }

    private static ComputationGraph backbone(TResNetVariant variant) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder().graphBuilder().addInputs(TResNet.INPUT);
        graph.setOutputs(TResNet.addTo(graph, TResNet.INPUT, variant).last().node());
        ComputationGraph network = new ComputationGraph(graph.build());
        network.init();
        return network;
    }

    private static StateDict changed(StateDict weights, String name, Tensor tensor) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
        tensors.put(name, tensor);
        return weights.withTensors(tensors);
    }

    private static StateDict without(StateDict weights, String prefix) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
        tensors.keySet().removeIf(name -> name.startsWith(prefix));
        return weights.withTensors(tensors);
    }

    private static INDArray probabilities(ComputationGraph network) {
        return network.outputSingle(IMAGES);
    }

    private static double distance(INDArray actual, INDArray expected) {
        return actual.distance2(expected) / expected.norm2Number().doubleValue();
    }

    private StateDict official() {
        return GraphWeights.of(trained, Naming.OFFICIAL);
    }

    @Test
    void theAuthorsNamesKeepEveryBit() {
        ComputationGraph network = fresh(TResNetVariant.TINY_V2, CLASSES);
        Path file = folder.resolve("x.safetensors");
        SafetensorsWriter.write(official(), file);
        LoadReport report = GraphWeights.load(WeightsFile.read(file), network);
        assertThat(network.params()).isEqualTo(trained.params());
        assertThat(report.loaded()).hasSize(trained.paramTable().size());
        assertThat(report.skipped()).isEmpty();
        assertThat(report.mismatched()).isEmpty();
        assertThat(report.kept()).isEmpty();
    }

    @Test
    void doubleNetworksKeepEveryBit() {
        ComputationGraph exact = ReferenceNetwork.create(TResNetVariant.TINY, CLASSES, DataType.DOUBLE);
        exact.params().muli(1 / 3d);
        ComputationGraph network = ReferenceNetwork.create(TResNetVariant.TINY, CLASSES, DataType.DOUBLE);
        GraphWeights.load(GraphWeights.of(exact, Naming.OFFICIAL), network);
        assertThat(network.params()).isEqualTo(exact.params());
    }

    @Test
    void headsAreStoredByOutputs() {
        assertThat(official().tensors().get("head.fc.weight").shape()).containsExactly(CLASSES, 512);
        assertThat(official().tensors().get("head.fc.weight").toFloats()[1])
                .isEqualTo(trained.getParam("head.fc_W").getFloat(1, 0));
    }

    @Test
    void timmsScaleIsTheOneThatActs() {
        float[] stored = official().tensors().get("body.conv1.1.weight").toFloats();
        float[] acting = GraphWeights.of(trained, Naming.TIMM)
                .tensors()
                .get("body.conv1.bn.weight")
                .toFloats();
        assertThat(trained.getParam("body.conv1_gamma").minNumber().doubleValue())
                .isNegative();
        for (int i = 0; i < stored.length; i++) {
            assertThat(acting[i]).isEqualTo((float) (Math.abs(stored[i]) + 1e-5));
        }
    }

    @Test
    void timmsFilesGiveTheSameNetwork() {
        ComputationGraph network = fresh(TResNetVariant.TINY_V2, CLASSES);
        StateDict timm = GraphWeights.of(trained, Naming.TIMM);
        LoadReport report = GraphWeights.load(timm, network);
        assertThat(report.naming()).isEqualTo(Naming.TIMM);
        assertThat(report.loaded()).contains("body.layer2.0.conv2.conv.weight");
        assertThat(network.getParam("body.conv1_gamma").minNumber().doubleValue())
                .isNotNegative();
        assertThat(distance(probabilities(network), probabilities(trained))).isLessThan(1e-6);
        float[] again = GraphWeights.of(network, Naming.TIMM)
                .tensors()
                .get("body.conv1.bn.weight")
                .toFloats();
        assertThat(again)
                .containsExactly(timm.tensors().get("body.conv1.bn.weight").toFloats(), within(2e-7f));
    }

    /** Batch normalisation, which timm trains, can turn a channel's sign; In-Place ABN turns the filters instead. */
    @Test
    void timmsNegativeScalesActAsTheyDidThere() {
        StateDict timm = GraphWeights.of(trained, Naming.TIMM);
        StateDict turned = timm;
        for (String name : List.of("body.conv1.conv.weight", "body.conv1.bn.weight", "body.conv1.bn.running_mean")) {
            float[] values = timm.tensors().get(name).toFloats();
            for (int i = 0; i < values.length / 16; i++) {
                values[i] = -values[i];
            }
            turned = changed(
                    turned, name, Tensor.of(values, timm.tensors().get(name).shape()));
        }
        ComputationGraph network = fresh(TResNetVariant.TINY_V2, CLASSES);
        GraphWeights.load(turned, network);
        assertThat(distance(probabilities(network), probabilities(trained))).isLessThan(1e-6);
    }

    @Test
    void scalesBelowWhatInPlaceAbnCanAreZero() {
        StateDict timm = GraphWeights.of(trained, Naming.TIMM);
        float[] values = timm.tensors().get("body.conv1.bn.weight").toFloats();
        values[0] = 4e-6f;
        ComputationGraph network = fresh(TResNetVariant.TINY_V2, CLASSES);
        GraphWeights.load(changed(timm, "body.conv1.bn.weight", Tensor.of(values, 16)), network);
        assertThat(network.getParam("body.conv1_gamma").getFloat(0)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aHeadOfOtherClassesStaysAsItIs(Naming naming) {
        ComputationGraph network = fresh(TResNetVariant.TINY_V2, 7);
        INDArray head = network.getParam("head.fc_W").dup();
        LoadReport report = GraphWeights.load(GraphWeights.of(trained, naming), network);
        assertThat(network.getParam("head.fc_W")).isEqualTo(head);
        assertThat(network.getParam("body.layer4.0.conv1_W")).isEqualTo(trained.getParam("body.layer4.0.conv1_W"));
        assertThat(report.mismatched())
                .containsExactly(
                        "head.fc.weight: has the shape [5, 512], the network wants [7, 512]",
                        "head.fc.bias: has the shape [5], the network wants [7]");
        assertThat(report.kept()).containsExactlyInAnyOrder("head.fc_W", "head.fc_b");
        assertThat(report.toString()).contains("another number of classes: head.fc.weight");
    }

    @Test
    void aBackboneAloneIsEnough() {
        ComputationGraph network = fresh(TResNetVariant.TINY_V2, CLASSES);
        LoadReport report = GraphWeights.load(without(official(), "head."), network);
        assertThat(report.kept()).containsExactlyInAnyOrder("head.fc_W", "head.fc_b");
        assertThat(report.mismatched()).isEmpty();
        assertThat(network.getParam("body.conv1_W")).isEqualTo(trained.getParam("body.conv1_W"));
    }

    @Test
    void aNetworkWithoutHeadTakesTheBackbone() {
        ComputationGraph network = backbone(TResNetVariant.TINY_V2);
        LoadReport report = GraphWeights.load(official(), network);
        assertThat(report.skipped())
                .containsExactly(
                        "head.fc.weight (the network has no such head)", "head.fc.bias (the network has no such head)");
        assertThat(report.kept()).isEmpty();
        assertThat(network.getParam("body.conv1_W")).isEqualTo(trained.getParam("body.conv1_W"));
    }

    @Test
    void countersAndBlurFiltersAreIgnored() {
        StateDict weights = changed(official(), "body.conv1.1.num_batches_tracked", Tensor.of(new float[1]));
        weights = changed(weights, "body.layer2.0.conv1.1.op.filt", Tensor.of(new float[9], 1, 1, 3, 3));
        LoadReport report = GraphWeights.load(weights, fresh(TResNetVariant.TINY_V2, CLASSES));
        assertThat(report.skipped())
                .containsExactly("body.conv1.1.num_batches_tracked", "body.layer2.0.conv1.1.op.filt");
    }

    @Test
    void namesEveryDifference() {
        StateDict weights = changed(official(), "body.conv1.1.bias", Tensor.of(new float[15], 15));
        weights = changed(weights, "body.layer9.0.conv1.0.weight", Tensor.of(new float[1], 1));
        weights = without(weights, "body.layer3.0.se.fc1.bias");
        StateDict faulty = without(weights, "head.fc.bias");
        ComputationGraph network = fresh(TResNetVariant.TINY_V2, CLASSES);
        INDArray before = network.params().dup();
        assertThatThrownBy(() -> GraphWeights.load(faulty, network))
                .isInstanceOf(WeightsException.class)
                .hasMessage("the network: tensor body.conv1.1.bias: has the shape [15], the network wants [16]"
                        + "; tensor body.layer9.0.conv1.0.weight: is not a parameter of the network"
                        + "; tensor body.layer3.0.se.fc1.bias: is missing in the file"
                        + "; tensor head.fc.bias: is missing in the file");
        assertThat(network.params()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void namesTheVariantThatWouldFit(Naming naming) {
        StateDict weights = GraphWeights.of(trained, naming);
        assertThatThrownBy(() -> GraphWeights.load(weights, fresh(TResNetVariant.TINY, CLASSES)))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("holds tiny_v2, but the network is tiny: choose the variant of the file");
        assertThatThrownBy(() -> GraphWeights.load(weights, fresh(TResNetVariant.TINY_V2.withWidth(24), CLASSES)))
                .hasMessageContaining("holds tiny_v2, but the network is of another width or depth");
    }

    @Test
    void refusesOtherNetworksWeights() {
        StateDict other =
                new StateDict("resnet.pth", Map.of("layer1.0.conv1.weight", Tensor.of(new float[1])), List.of());
        assertThatThrownBy(() -> GraphWeights.load(other, trained))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("resnet.pth: holds no TResNet")
                .hasMessageContaining("layer1.0.conv1.weight");
    }

    /** The head of the asymmetric loss's OpenImages files: z = F(Ex + e) + f. */
    @Test
    void foldsTheTwoLayersOfABottleneckHead() {
        int hidden = 3;
        INDArray first = Hashed.array(DataType.FLOAT, "E", 1, 0, hidden, 512);
        INDArray shift = Hashed.array(DataType.FLOAT, "e", 1, 0, hidden);
        INDArray second = Hashed.array(DataType.FLOAT, "F", 1, 0, CLASSES, hidden);
        INDArray bias = Hashed.array(DataType.FLOAT, "f", 1, 0, CLASSES);
        StateDict weights = without(official(), "head.");
        weights = changed(weights, "head.fc.embedding_generator.0.weight", Tensor.of(first));
        weights = changed(weights, "head.fc.embedding_generator.0.bias", Tensor.of(shift));
        weights = changed(weights, "head.fc.FC.weight", Tensor.of(second));
        weights = changed(weights, "head.fc.FC.bias", Tensor.of(bias));
        ComputationGraph network = fresh(TResNetVariant.TINY_V2, CLASSES);
        GraphWeights.load(weights, network);

        INDArray x = Hashed.array(DataType.FLOAT, "x", 1, 0, 1, 512);
        INDArray expected = x.mmul(first.transpose())
                .addRowVector(shift)
                .mmul(second.transpose())
                .addRowVector(bias);
        INDArray actual = x.mmul(network.getParam("head.fc_W")).addRowVector(network.getParam("head.fc_b"));
        assertThat(distance(actual, expected)).isLessThan(1e-5);
    }
}
