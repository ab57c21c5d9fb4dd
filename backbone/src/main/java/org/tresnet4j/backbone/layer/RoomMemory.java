package org.tresnet4j.backbone.layer;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Memory;

/** Results in rooms, what is scratch elsewhere. */
record RoomMemory(Rooms rooms, Memory elsewhere) implements Memory {

    @Override
    public INDArray output(DataType type, long... shape) {
        return rooms.take(type, shape);
    }

    @Override
    public INDArray scratch(DataType type, long... shape) {
        return elsewhere.scratch(type, shape);
    }
}
