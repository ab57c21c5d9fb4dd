package org.tresnet4j.backbone.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The two 1×1 convolutions of squeeze-and-excitation, or their gradients.
 *
 * @param squeeze [S,C]
 * @param squeezeBias [S]
 * @param excite [C,S]
 * @param exciteBias [C]
 */
public record ExcitationWeights(INDArray squeeze, INDArray squeezeBias, INDArray excite, INDArray exciteBias) {}
