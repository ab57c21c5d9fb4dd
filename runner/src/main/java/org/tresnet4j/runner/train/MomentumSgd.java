package org.tresnet4j.runner.train;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.tresnet4j.runner.schedule.IterationSchedule;

/**
 * Gradient descent with momentum as PyTorch's {@code SGD} has it: v ← μv + g, then w ← w − η·v, or with Nesterov's
 * momentum w ← w − η(g + μv). ND4J has no classical momentum, and its {@code Nesterovs} keeps the learning rate inside
 * v, which differs as soon as the rate changes.
 *
 * @param learningRate η
 * @param momentum μ, in [0, 1)
 * @param nesterov which of the two
 */
public record MomentumSgd(
        @JsonProperty("learningRate") IterationSchedule learningRate,
        @JsonProperty("momentum") double momentum,
        @JsonProperty("nesterov") boolean nesterov)
        implements IUpdater {

    private static final long serialVersionUID = 1L;

    @JsonCreator
    public MomentumSgd {
        if (momentum < 0 || momentum >= 1) {
            throw new IllegalArgumentException("momentum lies in [0, 1), got " + momentum);
        }
    }

    @Override
    public long stateSize(long parameters) {
        return parameters;
    }

    @Override
    public GradientUpdater<?> instantiate(INDArray state, boolean initialise) {
        MomentumSgdStep step = new MomentumSgdStep(this);
        step.setStateViewArray(state, state.shape(), state.ordering(), initialise);
        return step;
    }

    @Override
    public GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialise) {
        MomentumSgdStep step = new MomentumSgdStep(this);
        step.setState(state, initialise);
        return step;
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return learningRate.valueAt(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    /** Not supported: the rate is the schedule's. */
    @Override
    public void setLrAndSchedule(double rate, ISchedule schedule) {
        throw new UnsupportedOperationException("the learning rate follows the schedule of the configuration");
    }

    /** Itself: it is immutable. */
    @Override
    public IUpdater clone() {
        return this;
    }
}
