package org.tresnet4j.backbone.layer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory among a pass's activations that the blocks of a network use one after another. It lasts as long as the
 * activations do: from the forward pass to the end of the backward pass.
 */
final class Rooms {

    /** No array takes a room of more than its own length times this: small ones would occupy the large rooms. */
    private static final int LARGEST_EXCESS = 2;

    /** One row of memory, and whether something is in it. */
    private static final class Room {

        private final INDArray row;
        private boolean taken;

        Room(INDArray row) {
            this.row = row;
        }

        boolean suits(DataType type, long length) {
            return !taken
                    && row.dataType() == type
                    && row.length() >= length
                    && row.length() <= LARGEST_EXCESS * length;
        }

        INDArray as(long[] shape) {
            return Nd4j.create(row.data(), shape, Nd4j.getStrides(shape, 'c'), 0, 'c', row.dataType());
        }
    }

    private final List<Room> rooms = new ArrayList<>();
    private LayerWorkspaceMgr pass;
    private RecomputedBlock inhabitant;

    /** A block's layer in a forward pass: everything in the rooms may be overwritten when the block is another one. */
    void enter(RecomputedBlock block, LayerWorkspaceMgr forwardPass) {
        if (pass != forwardPass) {
            pass = forwardPass;
            rooms.clear();
        }
        if (inhabitant != block) {
            enter(block);
        }
    }

    /** A block in a backward pass: everything in the rooms may be overwritten. */
    void enter(RecomputedBlock block) {
        inhabitant = block;
        rooms.forEach(room -> room.taken = false);
    }

    /** Whether nobody came after the block. */
    boolean hold(RecomputedBlock block) {
        return inhabitant == block;
    }

    /** Uninitialised memory, until another block enters. */
    INDArray take(DataType type, long... shape) {
        long length = Shape.lengthOf(shape);
        Room room = rooms.stream()
                .filter(candidate -> candidate.suits(type, length))
                .min(Comparator.comparingLong(candidate -> candidate.row.length()))
                .orElseGet(() -> build(type, length));
        room.taken = true;
        return room.as(shape);
    }

    private Room build(DataType type, long length) {
        Room room = new Room(pass.createUninitialized(ArrayType.ACTIVATIONS, type, new long[] {length}, 'c'));
        rooms.add(room);
        return room;
    }
}
