package org.tresnet4j.backbone.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What {@link Kernels#normalizeGroups} returns and its backward pass needs.
 *
 * @param output [N,C,H,W]
 * @param input [N,C,H,W]
 * @param statistics of each group in each image
 */
public record GroupNormalized(INDArray output, INDArray input, GroupStatistics statistics) {}
