package org.tresnet4j.tasks;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Batches of one size where images are skipped: DL4J's workers would cut others to fill them up. */
final class FullBatch {

    private FullBatch() {}

    /**
     * The batch, or one in which its images are repeated from the first on.
     *
     * @param size images wanted
     */
    static MultiDataSet of(MultiDataSet batch, int size) {
        int there = Math.toIntExact(batch.getFeatures(0).size(0));
        if (there == size) {
            return batch;
        }
        return new org.nd4j.linalg.dataset.MultiDataSet(
                repeated(batch.getFeatures(0), there, size), repeated(batch.getLabels(0), there, size));
    }

    private static INDArray repeated(INDArray array, int there, int size) {
        return Nd4j.concat(
                0,
                IntStream.range(0, size)
                        .mapToObj(place -> array.slice(place % there).dup('c').reshape(shapeOfOne(array)))
                        .toArray(INDArray[]::new));
    }

    private static long[] shapeOfOne(INDArray array) {
        long[] shape = array.shape().clone();
        shape[0] = 1;
        return shape;
    }
}
