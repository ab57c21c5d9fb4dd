package org.tresnet4j.backbone.layer;

import com.google.common.collect.Iterables;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * The inside of a residual block, of which some maps are not kept for the backward pass but computed once more: those of
 * {@linkplain Recomputable#isCheap cheap} layers always, all with activation checkpointing (Chen et al., arXiv
 * 1604.06174). In the forward pass they lie in rooms that the next block uses again; before the block's backward pass they
 * are put there anew, from what is kept: at least the result of the block before.
 *
 * <p>The inside is what is named after the block, as {@code body.layer1.0.conv1} after {@code body.layer1.0}. Maps are kept
 * all the same where anything but the block's inside and its end reads them, a layer there is somebody else's or blocks
 * compute by turns, and in passes whose activations do not stay until the backward pass, as inference's and those without workspaces.
 */
final class RecomputedBlock {

    /** The workspace of ComputationGraph in which all activations of a training pass stay until its end. */
    private static final String KEPT_ACTIVATIONS = "WS_ALL_LAYERS_ACT";

    private final ComputationGraph graph;
    private final GraphVertex end;
    private final Residual configuration;
    private final Rooms rooms;
    /** In topological order. */
    private final List<Member> inside;

    private Boolean alone;

    /** A vertex inside; identity counts, as DL4J's vertices compare by all that they hold. */
    private final class Member {

        private final GraphVertex vertex;
        private Boolean closed;

        /** Whether its maps are not kept in the present pass. */
        private boolean inRoom;

        /** Whether the block's backward pass reads its maps: the end's does not. */
        private boolean isRead() {
            return layer().readsItsResult() || consumers().anyMatch(vertex -> vertex != end);
        }

        private Stream<GraphVertex> consumers() {
            return Arrays.stream(vertex.getOutputVertices()).map(input -> graph.getVertices()[input.getVertexIndex()]);
        }

        Member(GraphVertex vertex) {
            this.vertex = vertex;
        }

        Recomputable layer() {
            return (Recomputable) vertex.getLayer();
        }

        boolean isRecomputable() {
            return vertex.getLayer() instanceof Recomputable;
        }

        /** Asked in passes only, as a graph that is being made does not have its connections yet. */
        boolean isClosed() {
            if (closed == null) {
                closed = isRecomputable()
                        && !vertex.isOutputVertex()
                        && consumers().allMatch(RecomputedBlock.this::holds);
            }
            return closed;
        }
    }

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
                .map(Member::new)
                .toList();
        for (Member member : inside) {
            if (member.isRecomputable()) {
                member.layer().setForwardMemory((training, workspaces) -> forwardMemory(member, training, workspaces));
            }
        }
    }

    private Memory forwardMemory(Member member, boolean training, LayerWorkspaceMgr workspaces) {
        Memory memory = WorkspaceMemory.forward(workspaces);
        boolean stays = KEPT_ACTIVATIONS.equals(workspaces.getWorkspaceName(ArrayType.ACTIVATIONS));
        member.inRoom = training && stays && mayBeRecomputed(member);
        if (!member.inRoom) {
            return memory;
        }
        rooms.enter(this, workspaces);
        return new RoomMemory(rooms, memory);
    }

    private boolean mayBeRecomputed(Member member) {
        boolean recomputed = configuration.isCheckpointing()
                ? inside.stream().allMatch(Member::isClosed)
                : member.layer().isCheap() && member.isClosed();
        return recomputed && isAlone();
    }

    /** Whether no other block computes between this one's first layer and its end: it would take the same rooms. */
    private boolean isAlone() {
        if (alone == null) {
            List<GraphVertex> order = Arrays.stream(graph.topologicalSortOrder())
                    .mapToObj(index -> graph.getVertices()[index])
                    .toList();
            int first = position(order, inside.get(0).vertex);
            int last = position(order, end);
            // DL4J hides a frozen end in a vertex of its own
            alone = last > first
                    && order.subList(first, last).stream()
                            .filter(vertex -> !holds(vertex))
                            .noneMatch(this::isInAnotherBlock);
        }
        return alone;
    }

    private static int position(List<GraphVertex> order, GraphVertex vertex) {
        return Iterables.indexOf(order, candidate -> candidate == vertex);
    }

    private boolean isInAnotherBlock(GraphVertex vertex) {
        return Arrays.stream(graph.getVertices())
                .filter(PairSumVertex.class::isInstance)
                .anyMatch(other -> vertex.getVertexName().startsWith(other.getVertexName() + "."));
    }

    private boolean holds(GraphVertex consumer) {
        return consumer == end || inside.stream().anyMatch(member -> member.vertex == consumer);
    }

    /** Puts the maps inside into the rooms again if the forward pass left them there and others came. */
    void recompute(LayerWorkspaceMgr backward) {
        List<Member> left = inside.stream()
                .filter(member -> member.inRoom && member.isRead())
                .toList();
        if (left.isEmpty() || rooms.hold(this)) {
            return;
        }
        rooms.enter(this);
        // the working memory of the pass would only be free again after the whole block
        Memory memory = new RoomMemory(
                rooms, new WorkspaceMemory(backward, ArrayType.ACTIVATION_GRAD, ArrayType.RNN_BP_LOOP_WORKING_MEM));
        for (Member member : left) {
            MemoryWorkspace scratch = backward.notifyScopeEntered(ArrayType.RNN_BP_LOOP_WORKING_MEM);
            try {
                handOn(member.vertex, member.layer().recompute(memory), backward);
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
