package org.tresnet4j.multilabel.head;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * Two fully connected layers with ReLU and dropout between them (1706.03762, section 3.3), or their gradients.
 *
 * @param expansion [H,D]
 * @param contraction [D,H]
 */
record FeedForward(Linear expansion, Linear contraction) {

    /**
     * What the backward pass needs.
     *
     * @param output [R,D]
     * @param hidden behind ReLU and dropout [R,H]
     * @param mask of the dropout
     */
    record Fed(INDArray output, INDArray hidden, Dropout.Mask mask) {}

    Fed forward(INDArray x, Dropout dropout, Memory memory) {
        INDArray hidden = Rectifier.apply(expansion.forward(x, memory));
        Dropout.Mask mask = dropout.apply(hidden, memory);
        return new Fed(contraction.forward(hidden, memory), hidden, mask);
    }

    /**
     * The gradient of x, in scratch memory.
     *
     * @param gradients overwritten
     */
    INDArray backward(Fed forward, INDArray x, INDArray dy, FeedForward gradients, Memory memory) {
        INDArray hidden = contraction.backward(forward.hidden(), dy, gradients.contraction, memory);
        Rectifier.gradient(forward.hidden(), forward.mask().apply(hidden), memory);
        return expansion.backward(x, hidden, gradients.expansion, memory);
    }
}
