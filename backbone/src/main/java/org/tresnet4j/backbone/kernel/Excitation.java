package org.tresnet4j.backbone.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The result of squeeze-and-excitation with what its backward pass needs.
 *
 * @param output [N,C,H,W]
 * @param pooled [N,C], the squeezed input
 * @param hidden [N,S], after ReLU
 * @param gate [N,C], after the sigmoid
 */
public record Excitation(INDArray output, INDArray pooled, INDArray hidden, INDArray gate) {}
