package org.tresnet4j.backbone.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.Hashed;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;

/** Checkpoints that PyTorch writes compute here what they compute there; and PyTorch computes the same with ours. */
class ReferenceCheckpointTest {

    private static final int CLASSES = 11;
    private static final double TOLERANCE = 1e-4;
    private static final INDArray IMAGES = Hashed.array(DataType.FLOAT, "input", 0.5, 0.5, 2, 3, 64, 64);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "tiny_v2"})
    void smallVariantsGiveTheReferencesLogits(String variant) throws IOException {
        compare(variant);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"tresnet_m", "tresnet_l", "tresnet_xl", "tresnet_l_v2"})
    void everyVariantGivesTheReferencesLogits(String variant) throws IOException {
        compare(variant);
    }

    private void compare(String variant) throws IOException {
        PyTorchReference reference = PyTorchReference.orSkip();
        StateDict weights = WeightsFile.read(reference.checkpoint(variant, CLASSES, folder.resolve(variant + ".pth")));
        ComputationGraph network = network(variant);
        LoadReport report = GraphWeights.load(weights, network);
        assertThat(report.loaded()).hasSameSizeAs(weights.tensors().keySet());
        reference.python("forward(VARIANTS['%s'], parameters(VARIANTS['%s'], %d), input_images(2, 64))[1]"
                        .formatted(variant, variant, CLASSES)
                + ".numpy().tofile('" + folder.resolve("logits") + "')");
        assertClose(logits(network), floats(folder.resolve("logits")));

        Path exported = folder.resolve("exported.safetensors");
        SafetensorsWriter.write(GraphWeights.of(network, Naming.OFFICIAL), exported);
        ComputationGraph again = network(variant);
        GraphWeights.load(WeightsFile.read(exported), again);
        assertThat(again.params()).isEqualTo(network.params());
    }

    /** timm's side, in PyTorch's own words: a plain batch normalisation with the stored scale. */
    @Test
    void timmsNamesHoldPlainBatchNormalisation() throws IOException {
        PyTorchReference reference = PyTorchReference.orSkip();
        ComputationGraph network = network("tiny");
        GraphWeights.load(WeightsFile.read(reference.checkpoint("tiny", CLASSES, folder.resolve("x.pth"))), network);
        Tensor scale = GraphWeights.of(network, Naming.TIMM).tensors().get("body.layer1.0.conv1.bn.weight");
        reference.python(
                "(parameters(VARIANTS['tiny'], %d)['body.layer1.0.conv1.1.weight'].abs() + EPS)".formatted(CLASSES)
                        + ".numpy().tofile('" + folder.resolve("scale") + "')");
        assertThat(scale.toFloats()).containsExactly(floats(folder.resolve("scale")));
    }

    private static ComputationGraph network(String variant) {
        ComputationGraph network = new ComputationGraph(
                TResNet.of(TResNetVariant.named(variant)).classes(CLASSES).build());
        network.init();
        return network;
    }

    private static INDArray logits(ComputationGraph network) {
        BaseLayer head = (BaseLayer) network.getLayer(TResNet.HEAD).conf().getLayer();
        head.setActivationFn(new ActivationIdentity());
        return network.outputSingle(IMAGES);
    }

    private static float[] floats(Path file) throws IOException {
        FloatBuffer buffer = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private static void assertClose(INDArray actual, float[] expected) {
        INDArray reference = Nd4j.create(expected, actual.shape(), 'c');
        double largest = reference.amaxNumber().doubleValue();
        assertThat(actual.sub(reference).amaxNumber().doubleValue() / largest).isLessThan(TOLERANCE);
    }
}
