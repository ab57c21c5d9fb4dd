package org.tresnet4j.backbone.layer;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.KernelSelection;
import org.tresnet4j.backbone.kernel.Kernels;

/** Runs a {@link Residual}. */
@SuppressWarnings("overrides") // DL4J's base class declares an array where its interface has varargs
final class ResidualVertex extends BaseGraphVertex {

    private static final long serialVersionUID = 1L;

    private final transient Kernels kernels;
    private transient INDArray output;

    ResidualVertex(ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, null, null, type);
        this.kernels = KernelSelection.forType(type);
    }

    @Override
    public boolean hasLayer() {
        return false;
    }

    @Override
    public Layer getLayer() {
        return null;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        output = kernels.residual(inputs[0], inputs[1], WorkspaceMemory.forward(workspaces));
        return output;
    }

    /** Two arrays, though equal: the graph adds to what it hands on. */
    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        INDArray gradient = kernels.residualGradient(output, epsilon, WorkspaceMemory.backward(workspaces));
        INDArray copy = workspaces.dup(ArrayType.ACTIVATION_GRAD, gradient);
        return new Pair<>(null, new INDArray[] {gradient, copy});
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        if (gradients != null) {
            throw new IllegalArgumentException("a residual sum has no parameters");
        }
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] masks, MaskState state, int batch) {
        return masks == null ? null : new Pair<>(masks[0], state);
    }

    @Override
    public void clear() {
        super.clear();
        output = null;
    }

    @Override
    public String toString() {
        return "Residual(" + getVertexName() + ")";
    }
}
