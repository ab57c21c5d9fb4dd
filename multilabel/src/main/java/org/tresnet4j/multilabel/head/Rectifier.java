package org.tresnet4j.multilabel.head;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.kernel.Memory;

/** ReLU, in place. */
final class Rectifier {

    private Rectifier() {}

    /** x ← max(x, 0). */
    static INDArray apply(INDArray x) {
        return Nd4j.getExecutioner().exec(new ScalarMax(x, null, x, 0));
    }

    /**
     * Sets a gradient to 0 where nothing passed.
     *
     * @param y what passed, 0 or more
     */
    static INDArray gradient(INDArray y, INDArray dy, Memory memory) {
        INDArray passed = memory.scratch(y.dataType(), y.shape());
        Nd4j.getExecutioner().exec(new Sign(y, passed));
        return dy.muli(passed);
    }
}
