package org.tresnet4j.backbone.predict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.kernel.Memory;

/** Arrays that one prediction at a time uses again and again: after the first, nothing is allocated. */
final class Arena implements Memory {

    private record Size(DataType type, long length) {}

    private final Map<Size, Deque<INDArray>> free = new HashMap<>();
    private List<INDArray> outputs = new ArrayList<>();
    private final List<INDArray> scratch = new ArrayList<>();

    @Override
    public INDArray output(DataType type, long... shape) {
        return take(type, shape, outputs);
    }

    @Override
    public INDArray scratch(DataType type, long... shape) {
        return take(type, shape, scratch);
    }

    private INDArray take(DataType type, long[] shape, List<INDArray> taken) {
        long length = 1;
        for (long side : shape) {
            length *= side;
        }
        Deque<INDArray> reusable = free.get(new Size(type, length));
        INDArray array = reusable == null || reusable.isEmpty()
                ? Nd4j.createUninitializedDetached(type, length)
                : reusable.pop();
        taken.add(array);
        return shape.length == 1 ? array : array.reshape('c', shape);
    }

    /** Ends a step: its scratch memory is free again. Its outputs are the caller's, to be given back some time. */
    List<INDArray> endStep() {
        release(scratch);
        scratch.clear();
        List<INDArray> ofStep = outputs;
        outputs = new ArrayList<>();
        return ofStep;
    }

    void release(List<INDArray> arrays) {
        for (INDArray array : arrays) {
            free.computeIfAbsent(new Size(array.dataType(), array.length()), size -> new ArrayDeque<>())
                    .push(array);
        }
    }
}
