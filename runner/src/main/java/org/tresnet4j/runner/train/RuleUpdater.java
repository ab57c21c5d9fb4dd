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
 * An {@link UpdateRule} as DL4J's networks take it.
 *
 * @param learningRate over the iterations
 * @param rule what it is applied by
 */
record RuleUpdater(
        @JsonProperty("learningRate") IterationSchedule learningRate,
        @JsonProperty("rule") UpdateRule rule) implements IUpdater {

    private static final long serialVersionUID = 1L;

    @JsonCreator
    RuleUpdater {}

    @Override
    public long stateSize(long parameters) {
        return rule.memories() * parameters;
    }

    @Override
    public GradientUpdater<?> instantiate(INDArray state, boolean initialise) {
        RuleStep step = new RuleStep(this);
        step.setStateViewArray(state, state.shape(), state.ordering(), initialise);
        return step;
    }

    @Override
    public GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialise) {
        RuleStep step = new RuleStep(this);
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
    @SuppressWarnings("PMD.ProperCloneImplementation")
    public IUpdater clone() {
        return this;
    }
}
