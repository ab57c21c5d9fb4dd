package org.tresnet4j.backbone.predict;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * One step of a prediction.
 *
 * @param result the name of its value
 * @param inputs the names of the values that it reads
 * @param function of the inputs in their order
 */
record Step(String result, List<String> inputs, Function function) {

    /** Without state; any number of threads at once. */
    @FunctionalInterface
    interface Function {
        INDArray apply(List<INDArray> inputs, Memory memory);
    }
}
