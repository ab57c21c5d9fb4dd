package org.tresnet4j.backbone.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Memory;

/** A layer that can do a training pass's forward part once more, with the same result. */
interface Recomputable {

    /** Whether its result is not worth the memory until the backward pass, as it is soon computed again. */
    default boolean isCheap() {
        return false;
    }

    /** Whether the backward pass needs the result. */
    default boolean readsItsResult() {
        return true;
    }

    /** Where the results of forward passes go from now on. */
    void setForwardMemory(ForwardMemory memory);

    /** The forward part once more, with the inputs as they are set. */
    INDArray recompute(Memory memory);
}
