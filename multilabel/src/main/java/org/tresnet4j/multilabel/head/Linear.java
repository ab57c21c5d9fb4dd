package org.tresnet4j.multilabel.head;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * A fully connected layer on rows, y = xWᵀ + b, or its gradients.
 *
 * @param weights W [O,I]
 * @param bias b [O]
 */
record Linear(INDArray weights, INDArray bias) {

    /** [R,I] → [R,O]. */
    INDArray forward(INDArray x, Memory memory) {
        INDArray y = memory.output(x.dataType(), x.size(0), weights.size(0));
        x.mmuli(weights.transpose(), y);
        return y.addiRowVector(bias);
    }

    /**
     * The gradient of x, in scratch memory.
     *
     * @param gradients overwritten
     */
    INDArray backward(INDArray x, INDArray dy, Linear gradients, Memory memory) {
        dy.transpose().mmuli(x, gradients.weights);
        dy.sum(gradients.bias, 0);
        INDArray dx = memory.scratch(x.dataType(), x.shape());
        dy.mmuli(weights, dx);
        return dx;
    }
}
