package org.tresnet4j.runner.train;

import java.io.Serializable;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/** How a gradient becomes a step. Immutable; what it remembers from step to step is handed to it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class")
interface UpdateRule extends Serializable {

    /** Numbers that are remembered for each parameter. */
    int memories();

    /**
     * Turns a gradient into the step to be subtracted.
     *
     * @param gradient in: the gradient, out: the step
     * @param memory {@link #memories} arrays of the gradient's shape, zeros before the first step
     * @param rate learning rate
     * @param iteration counted from 0
     */
    void apply(INDArray gradient, List<INDArray> memory, double rate, int iteration);
}
