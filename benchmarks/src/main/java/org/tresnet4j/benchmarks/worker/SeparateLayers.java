package org.tresnet4j.benchmarks.worker;

import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.layer.ConvolutionAbn;
import org.tresnet4j.backbone.layer.Residual;

/**
 * The same network with DL4J's own convolution, normalisation and activation in place of In-Place ABN, in which every layer
 * keeps its output for the backward pass. What In-Place ABN and computing squeeze-and-excitation twice save is the
 * difference.
 */
final class SeparateLayers {

    private SeparateLayers() {}

    /**
     * @param network of this project's layers, with ND4J's kernels: DL4J's layers read that layout
     * @param settings of the network
     */
    static ComputationGraphConfiguration of(
            ComputationGraphConfiguration network, NeuralNetConfiguration.Builder settings) {
        GraphBuilder graph = settings.graphBuilder()
                .addInputs(network.getNetworkInputs())
                .setOutputs(network.getNetworkOutputs().toArray(String[]::new));
        for (Map.Entry<String, GraphVertex> vertex : network.getVertices().entrySet()) {
            String name = vertex.getKey();
            String[] inputs = network.getVertexInputs().get(name).stream()
                    .map(input -> name(input, network))
                    .toArray(String[]::new);
            if (vertex.getValue() instanceof Residual) {
                graph.addVertex(name(name, network), vertex.getValue(), inputs);
            } else if (!(vertex.getValue() instanceof LayerVertex node)) {
                graph.addVertex(name, vertex.getValue(), inputs);
            } else if (node.getLayerConf().getLayer() instanceof ConvolutionAbn layer) {
                separate(graph, name, layer, inputs);
            } else {
                graph.addLayer(name, node.getLayerConf().getLayer(), inputs);
            }
        }
        return graph.build();
    }

    /** Blocks know their inside by its name: under another name of its end, nothing in a block is computed twice. */
    private static String name(String vertex, ComputationGraphConfiguration network) {
        return network.getVertices().get(vertex) instanceof Residual ? vertex + "-end" : vertex;
    }

    /** The last of the layers has the name of the one. */
    private static void separate(GraphBuilder graph, String name, ConvolutionAbn layer, String... inputs) {
        String convolution = name + ".convolution";
        graph.addLayer(convolution, convolution(layer), inputs);
        Layer normalization = new BatchNormalization.Builder()
                .nIn(layer.getNOut())
                .nOut(layer.getNOut())
                .build();
        if (layer.getSlope() == Kernels.IDENTITY) {
            graph.addLayer(name, normalization, convolution);
        } else {
            graph.addLayer(name + ".normalization", normalization, convolution);
            graph.addLayer(name, new ActivationLayer(new ActivationLReLU(layer.getSlope())), name + ".normalization");
        }
    }

    private static Layer convolution(ConvolutionAbn layer) {
        return new ConvolutionLayer.Builder(layer.getKernelSize(), layer.getKernelSize())
                .stride(layer.getStride(), layer.getStride())
                .convolutionMode(ConvolutionMode.Same)
                .nIn(layer.getNIn())
                .nOut(layer.getNOut())
                .hasBias(false)
                .build();
    }
}
