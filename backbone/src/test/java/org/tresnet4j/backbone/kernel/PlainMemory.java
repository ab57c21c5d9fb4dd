package org.tresnet4j.backbone.kernel;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays outside workspaces, filled with a value that would spoil any result that reads it. */
public final class PlainMemory implements Memory {

    @Override
    public INDArray output(DataType type, long... shape) {
        return Nd4j.valueArrayOf(shape, 12345.678, type);
    }

    @Override
    public INDArray scratch(DataType type, long... shape) {
        return output(type, shape);
    }
}
