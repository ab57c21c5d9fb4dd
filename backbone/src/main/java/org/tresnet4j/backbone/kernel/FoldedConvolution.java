package org.tresnet4j.backbone.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution for inference: normalisation is part of its weights and bias, the activation and perhaps a sum happen
 * while its result is still in the cache. Immutable; any number of threads may use one.
 */
public interface FoldedConvolution {

    /**
     * Computes act(x∗W' + b' + summand).
     *
     * @param x [N,I,H,W], maps of the same kernels
     * @param summand [N,O,H',W'] of the same kernels where it was folded with a sum, overwritten; otherwise null
     * @return [N,O,H',W']: the summand, or in output memory
     */
    INDArray apply(INDArray x, INDArray summand, Memory memory);
}
