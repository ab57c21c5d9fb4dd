package org.tresnet4j.runner.train;

import java.util.List;
import org.nd4j.linalg.api.blas.Level1;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.tresnet4j.runner.schedule.Schedule;

/**
 * Gradient descent with momentum as PyTorch's {@code SGD} has it: v ← μv + g, then w ← w − η·v, or with Nesterov's
 * momentum w ← w − η(g + μv). ND4J has no classical momentum, and its {@code Nesterovs} keeps the learning rate inside
 * v, which differs as soon as the rate changes.
 *
 * @param momentum μ, in [0, 1)
 * @param nesterov which of the two
 */
record MomentumSgd(
        @JsonProperty("momentum") Schedule momentum,
        @JsonProperty("nesterov") boolean nesterov) implements UpdateRule {

    private static final long serialVersionUID = 1L;

    @JsonCreator
    MomentumSgd {}

    @Override
    public int memories() {
        return 1;
    }

    @Override
    public void apply(INDArray gradient, List<INDArray> memory, double rate, int iteration) {
        INDArray velocity = memory.get(0);
        double mu = momentum.at(iteration);
        Level1 blas = Nd4j.getBlasWrapper().level1();
        if (nesterov) {
            velocity.muli(mu).addi(gradient);
            blas.axpy(gradient.length(), mu, velocity, gradient);
        } else {
            // the gradient becomes the new velocity: one pass over memory less
            blas.axpy(gradient.length(), mu, velocity, gradient);
            velocity.assign(gradient);
        }
        gradient.muli(rate);
    }
}
