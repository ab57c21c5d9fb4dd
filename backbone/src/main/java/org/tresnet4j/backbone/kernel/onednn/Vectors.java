package org.tresnet4j.backbone.kernel.onednn;

import java.lang.ref.Reference;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Memory;

/** Small float arrays between ND4J and Java: for a thousand values a loop costs less than an operation of ND4J. */
final class Vectors {

    private Vectors() {}

    /** A dense array's values. */
    static float[] read(INDArray dense) {
        float[] values = new float[(int) dense.length()];
        new FloatPointer(Address.of(dense)).get(values);
        Reference.reachabilityFence(dense);
        return values;
    }

    static void write(float[] values, INDArray dense) {
        new FloatPointer(Address.of(dense)).put(values);
        Reference.reachabilityFence(dense);
    }

    static INDArray scratch(float[] values, Memory memory) {
        INDArray array = memory.scratch(DataType.FLOAT, values.length);
        write(values, array);
        return array;
    }
}
