package org.tresnet4j.backbone.weights;

import com.google.common.collect.Maps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.backbone.layer.ConvolutionAbn;
import org.tresnet4j.backbone.layer.KernelLayer;
import org.tresnet4j.backbone.layer.OfficiallyNamed;
import org.tresnet4j.backbone.layer.SqueezeExcite;
import org.tresnet4j.backbone.weights.NamedParameter.Role;

/**
 * What the parameters of a TResNet, and of a linear or {@link OfficiallyNamed} head on it, are called in files. The graph itself is the table: its
 * nodes have the authors' names, but for the numbers that PyTorch's containers add.
 *
 * @param parameters in the graph's order
 */
record NameTable(List<NamedParameter> parameters) {

    private static final String BODY = "body.";

    NameTable {
        parameters = List.copyOf(parameters);
    }

    /** The table of a network; parameters of other heads and necks are not in it. */
    static NameTable of(ComputationGraphConfiguration network) {
        List<NamedParameter> parameters = new ArrayList<>();
        network.getVertices().forEach((node, vertex) -> {
            if (vertex instanceof LayerVertex layer) {
                add(parameters, new Node(network, node), layer.getLayerConf().getLayer());
            }
        });
        return new NameTable(parameters);
    }

    /** The table of a backbone alone. */
    static NameTable of(TResNetVariant variant) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder().graphBuilder().addInputs(TResNet.INPUT);
        graph.setOutputs(TResNet.addTo(graph, TResNet.INPUT, variant).last().node());
        return of(graph.build());
    }

    /** By name. */
    Map<String, NamedParameter> by(Naming naming) {
        return Maps.uniqueIndex(parameters, parameter -> parameter.name(naming));
    }

    private static void add(List<NamedParameter> parameters, Node node, Layer layer) {
        if (node.name().equals(TResNet.HEAD) && layer instanceof FeedForwardLayer head) {
            parameters.add(node.same("W", "weight", Role.FULLY_CONNECTED, head.getNOut(), head.getNIn()));
            parameters.add(node.same("b", "bias", Role.PLAIN, head.getNOut()));
        } else if (node.name().startsWith(BODY) && layer instanceof ConvolutionAbn unit) {
            int size = unit.getKernelSize();
            parameters.add(
                    node.unit("W", "0.weight", "conv.weight", Role.FILTERS, unit.getNOut(), unit.getNIn(), size, size));
            parameters.add(node.unit("gamma", "1.weight", "bn.weight", Role.SCALE, unit.getNOut()));
            parameters.add(node.unit("beta", "1.bias", "bn.bias", Role.PLAIN, unit.getNOut()));
            parameters.add(node.unit("mean", "1.running_mean", "bn.running_mean", Role.MEAN, unit.getNOut()));
            parameters.add(node.unit("var", "1.running_var", "bn.running_var", Role.PLAIN, unit.getNOut()));
        } else if (node.name().startsWith(BODY) && layer instanceof SqueezeExcite excite) {
            long channels = excite.getNIn();
            long hidden = excite.getHidden();
            parameters.add(node.same("squeezeW", "fc1.weight", Role.PLAIN, hidden, channels, 1, 1));
            parameters.add(node.same("squeezeB", "fc1.bias", Role.PLAIN, hidden));
            parameters.add(node.same("exciteW", "fc2.weight", Role.PLAIN, channels, hidden, 1, 1));
            parameters.add(node.same("exciteB", "fc2.bias", Role.PLAIN, channels));
        } else if (layer instanceof KernelLayer head && layer instanceof OfficiallyNamed named) {
            named.officialNames()
                    .forEach((parameter, name) -> parameters.add(node.same(
                            parameter, name, Role.PLAIN, head.initializer().shape(head, parameter))));
        }
    }

    /** A node of a graph. */
    private record Node(ComputationGraphConfiguration network, String name) {

        private static final String DOWNSAMPLE = ".downsample";

        /** A parameter that the authors and timm call the same. */
        NamedParameter same(String parameter, String suffix, Role role, long... shape) {
            String full = name + "." + suffix;
            return new NamedParameter(name + "_" + parameter, full, full, role, shape);
        }

        /** A parameter of a convolution with its normalisation. */
        NamedParameter unit(String parameter, String official, String timm, Role role, long... shape) {
            String container = isBlurred() ? ".0." : ".";
            return name.endsWith(DOWNSAMPLE)
                    ? new NamedParameter(
                            name + "_" + parameter, name + position() + official, name + position() + timm, role, shape)
                    : new NamedParameter(
                            name + "_" + parameter, name + container + official, name + "." + timm, role, shape);
        }

        /** Convolution and blur are a container of their own. */
        private boolean isBlurred() {
            return isFollowedBy(network.getVertexInputs().get(block() + ".blur"));
        }

        private boolean isFollowedBy(List<String> inputs) {
            return inputs != null && inputs.contains(name);
        }

        /** In a shortcut the convolution comes first or behind the pooling. */
        private String position() {
            Map<String, GraphVertex> vertices = network.getVertices();
            return vertices.containsKey(block() + ".pool") ? ".1." : ".0.";
        }

        private String block() {
            return name.substring(0, name.lastIndexOf('.'));
        }
    }
}
