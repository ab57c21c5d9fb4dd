package org.tresnet4j.backbone.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scale and shift of a normalisation, or their gradients.
 *
 * @param scale [C]; In-Place ABN uses |scale| + ε (paper 2003.13630, section 2.2)
 * @param shift [C]
 */
public record Affine(INDArray scale, INDArray shift) {}
