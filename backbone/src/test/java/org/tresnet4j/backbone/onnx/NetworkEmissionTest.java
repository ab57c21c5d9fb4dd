package org.tresnet4j.backbone.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.Photographs;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.backbone.kernel.Window;
import org.tresnet4j.backbone.layer.Convolution;
import org.tresnet4j.backbone.layer.MaxPool;
import org.tresnet4j.backbone.layer.SpaceToDepth;
import org.tresnet4j.backbone.layer.Sum;
import org.tresnet4j.backbone.layer.Upsample;

/** Networks other than classifiers: features, pyramids, layers beside TResNet. */
class NetworkEmissionTest {

    private static final Size SIZE = new Size(96, 64);

    private final GraphBuilder graph =
            new NeuralNetConfiguration.Builder().seed(7).graphBuilder().addInputs("image");

    @Test
    void featuresAreOutputsToo() throws OrtException {
        Features features = TResNet.addTo(graph, "image", TResNetVariant.TINY_V2);
        String c3 = TResNet.channelsFirst(graph, features.level("C3"));
        agrees(c3, features.level("C5").node());
    }

    @Test
    void pyramidsAreWrittenAsTheyAre() throws OrtException {
        Features features = TResNet.addTo(graph, "image", TResNetVariant.TINY);
        Features.Level fine = features.level("C4");
        Features.Level coarse = features.level("C5");
        graph.addLayer("lateral4", new Convolution(fine.channels(), 8, new Window(1, 1)), fine.node());
        graph.addLayer("lateral5", new Convolution(coarse.channels(), 8, new Window(3, 1)), coarse.node());
        graph.addLayer("upsampled", new Upsample(), "lateral5");
        graph.addVertex("merged", new Sum(), "lateral4", "upsampled");
        graph.addLayer("halved", new Convolution(8, 8, new Window(3, 2)), "merged");
        agrees("merged", "halved");
    }

    @Test
    void resNetsEntranceIsWritten() throws OrtException {
        graph.addLayer("entrance", new SpaceToDepth().withBlock(1).asFirstInGraph(), "image");
        graph.addLayer("pool", new MaxPool(), "entrance");
        agrees("pool");
    }

    @Test
    void aLayerThatCannotBeWrittenIsNamed() {
        TResNet.addTo(graph, "image", TResNetVariant.TINY);
        graph.addLayer("dropout", new DropoutLayer(0.5), "body.layer4.0");
        ComputationGraph network = network("dropout");
        assertThatThrownBy(() -> NetworkEmission.add(new OnnxGraph("test"), network, SIZE, Emissions.ofBackbone()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "node 'dropout': DropoutLayer cannot be written as ONNX; what can is SpaceToDepth");
    }

    @Test
    void otherModulesAddKindsOfTheirOwn() throws OrtException {
        graph.addLayer("entrance", new SpaceToDepth().withBlock(1).asFirstInGraph(), "image");
        graph.addLayer("dropout", new DropoutLayer(0.5), "entrance");
        agrees(Emissions.ofBackbone().with(DropoutLayer.class, (node, onnx) -> node.inputs()), "dropout");
    }

    @Test
    void aValueIsGivenOnceAndBeforeItIsRead() {
        OnnxGraph onnx = new OnnxGraph("test");
        onnx.input("x", "N,3");
        onnx.add("Relu", "y", List.of("x"));
        assertThatThrownBy(() -> onnx.add("Relu", "y", List.of("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the ONNX graph has two values 'y'");
        assertThatThrownBy(() -> onnx.output("z", OnnxGraph.Type.FLOAT, "N,3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the ONNX graph has no value 'z' yet");
    }

    private void agrees(String... outputs) throws OrtException {
        agrees(Emissions.ofBackbone(), outputs);
    }

    private void agrees(Emissions emissions, String... outputs) throws OrtException {
        ComputationGraph network = network(outputs);
        OnnxGraph onnx = new OnnxGraph("test");
        List<String> values = NetworkEmission.add(onnx, network, SIZE, emissions);
        values.forEach(value -> onnx.output(value, OnnxGraph.Type.FLOAT, "N,C,H,W"));
        INDArray images = Photographs.of(2, SIZE.height(), SIZE.width());
        INDArray[] expected = network.output(images);
        try (RuntimeSession session =
                new RuntimeSession(onnx.model(new OnnxMetadata("test", List.of(), "", "1", Map.of())))) {
            Map<String, INDArray> actual = session.run(images);
            for (int i = 0; i < expected.length; i++) {
                INDArray value = actual.get(values.get(i));
                assertThat(value.shape()).isEqualTo(expected[i].shape());
                assertThat(OnnxClassifierTest.distance(value, expected[i].dup('c')))
                        .isLessThan(1e-4);
            }
        }
    }

    private ComputationGraph network(String... outputs) {
        ComputationGraph network =
                new ComputationGraph(graph.setOutputs(outputs).build());
        network.init();
        return network;
    }
}
