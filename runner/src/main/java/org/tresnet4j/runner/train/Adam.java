package org.tresnet4j.runner.train;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.tresnet4j.runner.schedule.Schedule;

/**
 * Adam (Kingma and Ba, arXiv 1412.6980) as PyTorch has it: the step is η·m̂ / (√v̂ + ε), with ε after the bias
 * correction m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ). ND4J adds ε before the correction; the rest is its native operation.
 *
 * @param beta1 β₁, in [0, 1)
 * @param beta2 β₂, in [0, 1)
 * @param epsilon ε
 */
record Adam(
        @JsonProperty("beta1") Schedule beta1,
        @JsonProperty("beta2") double beta2,
        @JsonProperty("epsilon") double epsilon)
        implements UpdateRule {

    private static final long serialVersionUID = 1L;

    @JsonCreator
    Adam {}

    @Override
    public int memories() {
        return 2;
    }

    @Override
    public void apply(INDArray gradient, List<INDArray> memory, double rate, int iteration) {
        double corrected = epsilon * Math.sqrt(1 - Math.pow(beta2, iteration + 1.0));
        INDArray second = memory.get(1);
        INDArray first = memory.get(0);
        Nd4j.exec(new AdamUpdater(gradient, second, first, rate, beta1.at(iteration), beta2, corrected, iteration));
    }
}
