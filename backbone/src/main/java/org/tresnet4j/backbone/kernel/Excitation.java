package org.tresnet4j.backbone.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gates of squeeze-and-excitation with what their backward pass needs.
 *
 * @param pooled [N,C], the squeezed input
 * @param hidden [N,S], after ReLU
 * @param gate [N,C], after the sigmoid
 */
public record Excitation(INDArray pooled, INDArray hidden, INDArray gate) {}
