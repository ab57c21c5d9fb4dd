package org.tresnet4j.backbone.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;

/** A layer at the end of a branch that can do the residual sum behind it as well. */
public interface SummedInference extends Inference {

    /** ReLU(infer(x) + shortcut); any number of threads at once. */
    INDArray inferWithResidual(Kernels kernels, INDArray x, INDArray shortcut, Memory memory);
}
