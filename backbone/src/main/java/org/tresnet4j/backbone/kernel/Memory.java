package org.tresnet4j.backbone.kernel;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a kernel's arrays live. Layers answer with their workspaces; kernels decide shape and layout.
 *
 * <p>The arrays are not initialised.
 */
public interface Memory {

    /** An array that outlives the call: what the kernel returns or keeps for its backward pass. */
    INDArray output(DataType type, long... shape);

    /** An array that is free again when the layer is done with this pass. */
    INDArray scratch(DataType type, long... shape);
}
