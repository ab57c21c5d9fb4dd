package org.tresnet4j.runner.train;

import java.util.List;
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

    /** Its {@link UpdateRule#memories} arrays. */
    private List<INDArray> memories;

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
        int count = config.rule().memories();
        long length = memory.length() / count;
        memories = IntStream.range(0, count)
                .mapToObj(i -> memory.get(NDArrayIndex.interval(i * length, (i + 1) * length)))
                .toList();
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        INDArray flat = gradient.reshape(gradient.length());
        config.rule().apply(flat, memories, config.getLearningRate(iteration, epoch), iteration);
    }
}
