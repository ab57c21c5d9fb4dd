package org.tresnet4j.backbone.layer;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * The inside of a residual block whose maps are not kept for the backward pass but computed once more (activation
 * checkpointing: Chen et al., arXiv 1604.06174). In the forward pass they lie in rooms that the next block uses again;
 * before the block's backward pass they are put there anew, from the result of the block before, which is kept.
 *
 * <p>The inside is what is named after the block, as {@code body.layer1.0.conv1} after {@code body.layer1.0}. A block
 * keeps its maps all the same where anything but its end reads from the inside or a layer there is somebody else's, and
 * in passes whose activations do not stay until the backward pass, as inference's and those without workspaces.
 */
final class RecomputedBlock implements ForwardMemory {

    /** The workspace of ComputationGraph in which all activations of a training pass stay until its end. */
    private static final String KEPT_ACTIVATIONS = "WS_ALL_LAYERS_ACT";

    private final ComputationGraph graph;
    private final GraphVertex end;
    private final Residual configuration;
    private final Rooms rooms;
    /** In topological order. */
    private final List<GraphVertex> inside;

    private Boolean closed;
    private boolean inRooms;

    /**
     * Asks the layers inside to put their results where the block says.
     *
     * @param graph one whose vertices are all there
     * @param rooms those of the graph
     */
    RecomputedBlock(ComputationGraph graph, GraphVertex end, Residual configuration, Rooms rooms) {
        this.graph = graph;
        this.end = end;
        this.configuration = configuration;
        this.rooms = rooms;
        this.inside = Arrays.stream(graph.topologicalSortOrder())
                .mapToObj(index -> graph.getVertices()[index])
                .filter(vertex -> vertex.getVertexName().startsWith(end.getVertexName() + "."))
                .toList();
        for (GraphVertex vertex : inside) {
            if (vertex.getLayer() instanceof Recomputable layer) {
                layer.setForwardMemory(this);
            }
        }
    }

    @Override
    public Memory of(boolean training, LayerWorkspaceMgr workspaces) {
        inRooms = training
                && configuration.isCheckpointing()
                && KEPT_ACTIVATIONS.equals(workspaces.getWorkspaceName(ArrayType.ACTIVATIONS))
                && isClosed();
        Memory memory = WorkspaceMemory.forward(workspaces);
        if (!inRooms) {
            return memory;
        }
        rooms.enter(this, workspaces);
        return new RoomMemory(rooms, memory);
    }

    /** Asked in passes only, as a graph that is being made does not have its connections yet. */
    private boolean isClosed() {
        if (closed == null) {
            closed = inside.stream()
                    .allMatch(vertex -> vertex.getLayer() instanceof Recomputable
                            && !vertex.isOutputVertex()
                            && Arrays.stream(vertex.getOutputVertices())
                                    .map(input -> graph.getVertices()[input.getVertexIndex()])
                                    .allMatch(consumer -> consumer == end || inside.contains(consumer)));
        }
        return closed;
    }

    /** Puts the maps inside into the rooms again if the forward pass left them there and others came. */
    void recompute(LayerWorkspaceMgr backward) {
        if (!inRooms || rooms.hold(this)) {
            return;
        }
        rooms.enter(this);
        // the working memory of the pass would only be free again after the whole block
        Memory memory = new RoomMemory(
                rooms, new WorkspaceMemory(backward, ArrayType.ACTIVATION_GRAD, ArrayType.RNN_BP_LOOP_WORKING_MEM));
        for (GraphVertex vertex : inside) {
            MemoryWorkspace scratch = backward.notifyScopeEntered(ArrayType.RNN_BP_LOOP_WORKING_MEM);
            try {
                handOn(vertex, ((Recomputable) vertex.getLayer()).recompute(memory), backward);
            } finally {
                scratch.close();
            }
        }
    }

    private void handOn(GraphVertex vertex, INDArray output, LayerWorkspaceMgr workspaces) {
        for (VertexIndices input : vertex.getOutputVertices()) {
            graph.getVertices()[input.getVertexIndex()].setInput(input.getVertexEdgeNumber(), output, workspaces);
        }
    }
}
