package org.tresnet4j.backbone.kernel;

import org.nd4j.linalg.api.buffer.DataType;
import org.tresnet4j.backbone.kernel.nd4j.Nd4jKernels;

/** Chooses the implementation of the kernels. */
public final class KernelSelection {

    private KernelSelection() {}

    /**
     * The kernels for a network of the given type.
     *
     * @throws IllegalArgumentException for a type other than float and double
     */
    public static Kernels forType(DataType type) {
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("data type " + type + " is not supported: use FLOAT or DOUBLE");
        }
        return new Nd4jKernels();
    }
}
