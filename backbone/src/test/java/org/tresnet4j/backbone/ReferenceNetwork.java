package org.tresnet4j.backbone;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A network with the parameters of the PyTorch reference, under the official names. */
public final class ReferenceNetwork {

    private ReferenceNetwork() {}

    public static ComputationGraph create(TResNetVariant variant, int classes, DataType type) {
        return create(variant, classes, type, Optional.empty());
    }

    /** With a probe between the images and the backbone. */
    static ComputationGraph create(TResNetVariant variant, int classes, DataType type, Optional<EpsilonProbe> probe) {
        ComputationGraph network = new ComputationGraph(configuration(variant, classes, type, probe));
        network.init();
        officialNames(network).forEach((key, name) -> fill(network.getParam(key), name));
        return network;
    }

    private static ComputationGraphConfiguration configuration(
            TResNetVariant variant, int classes, DataType type, Optional<EpsilonProbe> probe) {
        NeuralNetConfiguration.Builder settings = new NeuralNetConfiguration.Builder()
                .dataType(type)
                .updater(new Sgd(1))
                .miniBatch(false);
        if (probe.isEmpty()) {
            return TResNet.of(variant).classes(classes).settings(settings).build();
        }
        GraphBuilder graph = settings.graphBuilder().addInputs(TResNet.INPUT);
        graph.addLayer("probe", new ActivationLayer(probe.get()), TResNet.INPUT);
        Features features = TResNet.addTo(graph, "probe", variant);
        graph.addLayer(
                TResNet.HEAD,
                new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(features.last().channels())
                        .nOut(classes)
                        .build(),
                TResNet.pool(graph, features));
        return graph.setOutputs(TResNet.HEAD).build();
    }

    /** DL4J's parameter keys ({@code node_parameter}) with the official names. */
    static Map<String, String> officialNames(ComputationGraph network) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String key : network.paramTable().keySet()) {
            int split = key.lastIndexOf('_');
            names.put(key, officialName(network, key.substring(0, split), key.substring(split + 1)));
        }
        return names;
    }

    private static String officialName(ComputationGraph network, String node, String parameter) {
        String block = node.substring(0, node.lastIndexOf('.'));
        boolean halves = network.getVertex(block + ".blur") != null;
        String convolution = network.getVertex(block + ".conv3") == null ? "conv1" : "conv2";
        if (node.endsWith("downsample")) {
            node += halves ? ".1" : ".0";
        } else if (halves && node.endsWith(convolution)) {
            node += ".0";
        }
        return node
                + Map.ofEntries(
                                Map.entry("W", node.equals(TResNet.HEAD) ? ".weight" : ".0.weight"),
                                Map.entry("b", ".bias"),
                                Map.entry("gamma", ".1.weight"),
                                Map.entry("beta", ".1.bias"),
                                Map.entry("mean", ".1.running_mean"),
                                Map.entry("var", ".1.running_var"),
                                Map.entry("squeezeW", ".fc1.weight"),
                                Map.entry("squeezeB", ".fc1.bias"),
                                Map.entry("exciteW", ".fc2.weight"),
                                Map.entry("exciteB", ".fc2.bias"))
                        .get(parameter);
    }

    private static void fill(INDArray parameter, String name) {
        DataType type = parameter.dataType();
        long[] shape = parameter.shape();
        if (name.equals("head.fc.weight")) {
            // DL4J keeps [inputs, outputs]
            double bound = Math.sqrt(6.0 / shape[0]);
            parameter.assign(
                    Hashed.array(type, name, bound, 0, shape[1], shape[0]).transpose());
        } else if (name.equals("head.fc.bias")) {
            parameter.assign(Hashed.array(type, name, 0.1, 0, shape));
        } else if (shape.length > 1) {
            double bound = Math.sqrt(6.0 / (parameter.length() / shape[0]));
            parameter.assign(Hashed.array(type, name, bound, 0, shape));
        } else if (name.endsWith("running_var")) {
            parameter.assign(Hashed.array(type, name, 0.5, 1, shape));
        } else if (name.endsWith("running_mean") || name.endsWith("bias")) {
            parameter.assign(Hashed.array(type, name, 0.1, 0, shape));
        } else {
            parameter.assign(Hashed.array(type, name, 1, 0, shape));
        }
    }
}
