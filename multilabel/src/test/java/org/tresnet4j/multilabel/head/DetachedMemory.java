package org.tresnet4j.multilabel.head;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.kernel.Memory;

/** Arrays for as long as somebody has them. */
final class DetachedMemory implements Memory {

    @Override
    public INDArray output(DataType type, long... shape) {
        return Nd4j.createUninitializedDetached(type, shape);
    }

    @Override
    public INDArray scratch(DataType type, long... shape) {
        return Nd4j.createUninitializedDetached(type, shape);
    }
}
