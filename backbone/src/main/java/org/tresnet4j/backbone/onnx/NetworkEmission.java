package org.tresnet4j.backbone.onnx;

import com.google.common.collect.Iterables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Writes a network into an ONNX graph: node by node, as it infers. */
public final class NetworkEmission {

    private static final int COLOURS = 3;

    private final OnnxGraph graph;
    private final ComputationGraph network;
    private final ComputationGraphConfiguration configuration;
    private final Emissions emissions;
    private final Map<String, List<String>> values = new HashMap<>();
    private final Map<String, InputType> types = new HashMap<>();

    private NetworkEmission(OnnxGraph graph, ComputationGraph network, Emissions emissions) {
        this.graph = graph;
        this.network = network;
        this.configuration = network.getConfiguration();
        this.emissions = emissions;
    }

    /**
     * Adds a network's input [N,3,H,W], under the network's name for it, and its nodes.
     *
     * @param network of one input
     * @param size of the images
     * @return the values of the network's outputs, in their order; they are not yet outputs of the graph
     * @throws IllegalArgumentException naming a node whose kind is not in the table
     */
    public static List<String> add(OnnxGraph graph, ComputationGraph network, Size size, Emissions emissions) {
        return new NetworkEmission(graph, network, emissions).add(size);
    }

    private List<String> add(Size size) {
        String input = Iterables.getOnlyElement(configuration.getNetworkInputs());
        graph.input(input, "N," + COLOURS + "," + size.height() + "," + size.width());
        values.put(input, List.of(input));
        types.put(input, InputType.convolutional(size.height(), size.width(), COLOURS));
        for (int index : network.topologicalSortOrder()) {
            String name = network.getVertices()[index].getVertexName();
            if (!name.equals(input)) {
                values.put(name, emissions.emit(node(name), graph));
            }
        }
        return ofAll(configuration.getNetworkOutputs());
    }

    private Node<?> node(String name) {
        GraphVertex vertex = configuration.getVertices().get(name);
        List<String> from = configuration.getVertexInputs().get(name);
        return new Node<>(
                name,
                vertex instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : vertex,
                Optional.ofNullable(network.getLayer(name)),
                ofAll(from),
                () -> type(from.get(0)));
    }

    private List<String> ofAll(List<String> nodes) {
        return nodes.stream().flatMap(node -> values.get(node).stream()).toList();
    }

    private InputType type(String node) {
        InputType known = types.get(node);
        if (known != null) {
            return known;
        }
        InputType[] read = configuration.getVertexInputs().get(node).stream()
                .map(this::type)
                .toArray(InputType[]::new);
        InputType type = configuration.getVertices().get(node).getOutputType(0, read);
        types.put(node, type);
        return type;
    }
}
