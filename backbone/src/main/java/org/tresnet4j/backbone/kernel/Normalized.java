package org.tresnet4j.backbone.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The result of In-Place ABN with what its backward pass needs.
 *
 * @param output [N,C,H,W]
 * @param kept what x̂ is recovered from: the output itself, or the normalisation's input where the type has too few digits
 * @param statistics that normalised
 * @param ofBatch whether the statistics came from the batch; otherwise they are constants
 */
public record Normalized(INDArray output, INDArray kept, BatchStatistics statistics, boolean ofBatch) {}
