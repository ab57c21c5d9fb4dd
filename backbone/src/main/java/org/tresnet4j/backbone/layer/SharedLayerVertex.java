package org.tresnet4j.backbone.layer;

import java.util.List;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link SharedLayer}: DL4J's own vertex of a layer, but for the number of inputs. */
@SuppressWarnings("overrides") // DL4J's base class declares an array where its interface has varargs
final class SharedLayerVertex extends LayerVertex {

    private static final long serialVersionUID = 1L;

    private final SharedLayerImpl<?> shared;

    SharedLayerVertex(ComputationGraph graph, String name, int index, SharedLayerImpl<?> layer, DataType type) {
        super(graph, name, index, layer, null, false, type);
        this.shared = layer;
    }

    @Override
    public void setInput(int number, INDArray input, LayerWorkspaceMgr workspaces) {
        inputs[number] = input;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        return shared.activate(List.of(inputs), training, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        return shared.backpropGradients(epsilon, workspaces);
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] masks, MaskState state, int batch) {
        return null;
    }
}
