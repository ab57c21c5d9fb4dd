package org.tresnet4j.backbone.layer;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.KernelSelection;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;

/** Runs a {@link Residual}. */
@SuppressWarnings("overrides") // DL4J's base class declares an array where its interface has varargs
final class ResidualVertex extends BaseGraphVertex {

    private static final long serialVersionUID = 1L;

    private transient Kernels kernels;
    private transient INDArray output;
    private final transient List<INDArray> epsilons = new ArrayList<>();

    ResidualVertex(ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, null, null, type);
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
        kernels = KernelSelection.of(inputs[0]);
        output = kernels.residual(inputs[0], inputs[1], WorkspaceMemory.forward(workspaces));
        epsilons.clear();
        return output;
    }

    /** One for each consumer; {@link #doBackward} sums them. */
    @Override
    public void setEpsilon(INDArray epsilon) {
        epsilons.add(epsilon);
    }

    @Override
    public INDArray getEpsilon() {
        return epsilons.isEmpty() ? null : PassingSum.INSTANCE;
    }

    @Override
    public boolean canDoBackward() {
        return !epsilons.isEmpty();
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        Memory memory = WorkspaceMemory.backward(workspaces);
        INDArray sum = epsilons.get(0);
        for (INDArray epsilon : epsilons.subList(1, epsilons.size())) {
            sum = kernels.sum(sum, epsilon, memory);
        }
        epsilons.clear();
        INDArray gradient = kernels.residualGradient(output, sum, memory);
        INDArray other = isOnlyRead(0) && isOnlyRead(1) ? gradient : kernels.copy(gradient, memory);
        return new Pair<>(null, new INDArray[] {gradient, other});
    }

    /** Whether nobody adds to the gradient that this input gets: the graph does so in place for several consumers. */
    private boolean isOnlyRead(int input) {
        GraphVertex vertex = graph.getVertices()[inputVertices[input].getVertexIndex()];
        return vertex instanceof ResidualVertex || vertex.getNumOutputConnections() == 1;
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
        epsilons.clear();
    }

    @Override
    public String toString() {
        return "Residual(" + getVertexName() + ")";
    }
}
