package org.tresnet4j.backbone.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;

/** A layer of one input as a function without state, for predictions outside a graph. */
public interface Inference {

    /** The kernels of this layer's result, where its input comes from the given ones. */
    default Kernels kernels(Kernels ofInput) {
        return ofInput;
    }

    /** As the layer's forward pass with constant statistics; any number of threads at once. */
    INDArray infer(Kernels kernels, INDArray x, Memory memory);
}
