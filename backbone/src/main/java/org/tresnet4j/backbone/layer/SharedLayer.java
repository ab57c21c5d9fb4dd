package org.tresnet4j.backbone.layer;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A node whose layer reads several nodes with the same parameters, as a detector's head reads the levels of a pyramid. */
public final class SharedLayer extends LayerVertex {

    private static final long serialVersionUID = 1L;

    /** For deserialisation. */
    public SharedLayer() {}

    private SharedLayer(NeuralNetConfiguration conf) {
        super(conf, null);
    }

    /**
     * Adds such a node to a graph.
     *
     * @param layer whose implementation is a {@link SharedLayerImpl}
     */
    public static void addTo(GraphBuilder graph, String name, KernelLayer layer, List<String> inputs) {
        // as the graph does it for a layer of its own, so that it gets the graph's updater and regularisation
        layer.setLayerName(name);
        NeuralNetConfiguration conf =
                graph.getGlobalConfiguration().clone().layer(layer).build();
        graph.addVertex(name, new SharedLayer(conf), inputs.toArray(String[]::new));
    }

    @Override
    public org.deeplearning4j.nn.conf.graph.GraphVertex clone() {
        return new SharedLayer(getLayerConf().clone());
    }

    @Override
    public int maxVertexInputs() {
        return Integer.MAX_VALUE;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        return getLayerConf().getLayer().getOutputType(layerIndex, inputs[0]);
    }

    @Override
    public GraphVertex instantiate(
            ComputationGraph graph,
            String name,
            int index,
            INDArray parameters,
            boolean initializeParameters,
            DataType type) {
        SharedLayerImpl<?> layer = (SharedLayerImpl<?>) getLayerConf()
                .getLayer()
                .instantiate(getLayerConf(), null, index, parameters, initializeParameters, type);
        return new SharedLayerVertex(graph, name, index, layer, type);
    }
}
