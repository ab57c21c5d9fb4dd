package org.tresnet4j.benchmarks.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.kernel.Memory;

/** Hands out the same arrays for every call, as a layer's workspaces do. */
final class ReusedMemory implements Memory {

    private final List<INDArray> arrays = new ArrayList<>();
    private int next;

    /** Has to come before every call of a kernel. */
    ReusedMemory rewound() {
        next = 0;
        return this;
    }

    @Override
    public INDArray output(DataType type, long... shape) {
        if (next == arrays.size()) {
            arrays.add(Nd4j.createUninitializedDetached(type, shape));
        }
        INDArray array = arrays.get(next++);
        if (array.dataType() != type || !Arrays.equals(array.shape(), shape)) {
            throw new IllegalStateException(
                    "the kernel asked for other arrays than the last time; one memory a kernel");
        }
        return array;
    }

    @Override
    public INDArray scratch(DataType type, long... shape) {
        return output(type, shape);
    }
}
