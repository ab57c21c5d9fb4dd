package org.tresnet4j.backbone.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The result of max pooling with what its backward pass needs.
 *
 * @param output [N,C,H',W']
 * @param positions of the maxima in the implementation's own encoding; null where the input is enough
 */
public record MaxPooled(INDArray output, INDArray positions) {}
