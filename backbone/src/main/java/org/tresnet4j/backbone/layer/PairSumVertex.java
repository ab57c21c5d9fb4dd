package org.tresnet4j.backbone.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.KernelSelection;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;

/** Runs a {@link Residual} or a {@link Sum}. */
@SuppressWarnings("overrides") // DL4J's base class declares an array where its interface has varargs
final class PairSumVertex extends BaseGraphVertex {

    private static final long serialVersionUID = 1L;

    private final PairSum configuration;
    private final transient Rooms rooms = new Rooms();
    private transient RecomputedBlock block;
    private transient Kernels kernels;
    private transient INDArray output;
    private final transient List<INDArray> epsilons = new ArrayList<>();

    PairSumVertex(ComputationGraph graph, String name, int index, PairSum configuration, DataType type) {
        super(graph, name, index, null, null, type);
        this.configuration = configuration;
    }

    @Override
    public boolean hasLayer() {
        return false;
    }

    @Override
    public Layer getLayer() {
        return null;
    }

    /** The graph calls it once all vertices are there. */
    @Override
    public void setOutputVertices(VertexIndices[] outputs) {
        super.setOutputVertices(outputs);
        if (configuration instanceof Residual residual) {
            block = new RecomputedBlock(graph, this, residual, roomsOfGraph());
        }
    }

    /** Those of the first sum, for all blocks; DL4J hides frozen sums in vertices of its own. */
    private Rooms roomsOfGraph() {
        return Arrays.stream(graph.getVertices())
                .filter(PairSumVertex.class::isInstance)
                .map(vertex -> ((PairSumVertex) vertex).rooms)
                .findFirst()
                .orElse(rooms);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        kernels = KernelSelection.of(inputs[0]);
        Memory memory = WorkspaceMemory.forward(workspaces);
        output = configuration.rectified()
                ? kernels.residual(inputs[0], inputs[1], memory)
                : kernels.add(inputs[0], inputs[1], memory);
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
        if (block != null) {
            block.recompute(workspaces);
        }
        Memory memory = WorkspaceMemory.backward(workspaces);
        INDArray sum = epsilons.get(0);
        for (INDArray epsilon : epsilons.subList(1, epsilons.size())) {
            sum = kernels.sum(sum, epsilon, memory);
        }
        epsilons.clear();
        // without ReLU the gradient is a copy, as the sum is another vertex's array or scratch memory
        INDArray gradient =
                configuration.rectified() ? kernels.residualGradient(output, sum, memory) : kernels.copy(sum, memory);
        INDArray other = isOnlyRead(0) && isOnlyRead(1) ? gradient : kernels.copy(gradient, memory);
        return new Pair<>(null, new INDArray[] {gradient, other});
    }

    /** Whether nobody adds to the gradient that this input gets: the graph does so in place for several consumers. */
    private boolean isOnlyRead(int input) {
        GraphVertex vertex = graph.getVertices()[inputVertices[input].getVertexIndex()];
        return vertex instanceof PairSumVertex || vertex.getNumOutputConnections() == 1;
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        if (gradients != null) {
            throw new IllegalArgumentException("a sum has no parameters");
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
        return (configuration.rectified() ? "Residual(" : "Sum(") + getVertexName() + ")";
    }
}
