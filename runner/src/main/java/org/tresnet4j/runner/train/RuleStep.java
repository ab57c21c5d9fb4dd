package org.tresnet4j.runner.train;

import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;

/** Turns gradients into steps, in place, and holds what its {@link UpdateRule} remembers. */
final class RuleStep implements GradientUpdater<RuleUpdater> {

    private static final String MEMORY = "memory";

    private final RuleUpdater config;
    private INDArray memory;

    RuleStep(RuleUpdater config) {
        this.config = config;
    }

    @Override
    public RuleUpdater getConfig() {
        return config;
    }

    @Override
    public void setState(Map<String, INDArray> state, boolean initialise) {
        remember(state.get(MEMORY), initialise);
    }

    @Override
    public Map<String, INDArray> getState() {
        return Map.of(MEMORY, memory);
    }

    @Override
    public void setStateViewArray(INDArray view, long[] gradientShape, char order, boolean initialise) {
        remember(view, initialise);
    }

    private void remember(INDArray view, boolean initialise) {
        memory = view.reshape(view.length());
        if (initialise) {
            memory.assign(0);
        }
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        UpdateRule rule = config.rule();
        long length = gradient.length();
        INDArray flat = gradient.reshape(length);
        rule.apply(
                flat,
                IntStream.range(0, rule.memories())
                        .mapToObj(i -> memory.get(NDArrayIndex.interval(i * length, (i + 1) * length)))
                        .toList(),
                config.getLearningRate(iteration, epoch),
                iteration);
    }
}
