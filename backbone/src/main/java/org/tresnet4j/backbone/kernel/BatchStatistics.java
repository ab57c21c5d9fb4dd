package org.tresnet4j.backbone.kernel;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mean and biased variance of each channel over a batch, kept between the forward and the backward pass.
 *
 * @param mean [C]
 * @param variance [C], divided by the number of values
 */
public record BatchStatistics(INDArray mean, INDArray variance) {

    /** Buffers outside any workspace, to be written by {@link Kernels#normalizeBatch}. */
    public static BatchStatistics buffers(DataType type, long channels) {
        return new BatchStatistics(
                Nd4j.createUninitializedDetached(type, channels), Nd4j.createUninitializedDetached(type, channels));
    }
}
