package org.tresnet4j.multilabel.head;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Views on parts of arrays. {@code INDArray.get} with intervals loses the shape of some arrays that are views themselves. */
final class Slices {

    private Slices() {}

    /** The indices from {@code from} to below {@code to} of the first dimension. */
    static INDArray rows(INDArray array, long from, long to) {
        return part(array, 0, from, to);
    }

    /** The indices from {@code from} to below {@code to} of the second dimension. */
    static INDArray columns(INDArray array, long from, long to) {
        return part(array, 1, from, to);
    }

    private static INDArray part(INDArray array, int dimension, long from, long to) {
        long[] shape = array.shape().clone();
        shape[dimension] = to - from;
        long offset = array.offset() + from * array.stride(dimension);
        return Nd4j.create(array.data(), shape, array.stride(), offset, array.ordering(), array.dataType());
    }
}
