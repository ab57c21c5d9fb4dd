package org.tresnet4j.runner.train;

import java.util.Map;
import org.nd4j.linalg.api.blas.Level1;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;

/** Turns gradients into steps, in place; see {@link MomentumSgd}. */
final class MomentumSgdStep implements GradientUpdater<MomentumSgd> {

    private static final String VELOCITY = "V";

    private final MomentumSgd config;
    private INDArray velocity;

    MomentumSgdStep(MomentumSgd config) {
        this.config = config;
    }

    @Override
    public MomentumSgd getConfig() {
        return config;
    }

    @Override
    public void setState(Map<String, INDArray> state, boolean initialise) {
        velocity = state.get(VELOCITY);
        if (initialise) {
            velocity.assign(0);
        }
    }

    @Override
    public Map<String, INDArray> getState() {
        return Map.of(VELOCITY, velocity);
    }

    @Override
    public void setStateViewArray(INDArray view, long[] gradientShape, char order, boolean initialise) {
        velocity = view;
        if (initialise) {
            velocity.assign(0);
        }
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        double momentum = config.momentum();
        double rate = config.getLearningRate(iteration, epoch);
        INDArray v = velocity.reshape(gradient.shape());
        Level1 blas = Nd4j.getBlasWrapper().level1();
        if (config.nesterov()) {
            v.muli(momentum).addi(gradient);
            blas.axpy(gradient.length(), momentum, v, gradient);
        } else {
            // the gradient becomes the new velocity: one pass over memory less
            blas.axpy(gradient.length(), momentum, v, gradient);
            v.assign(gradient);
        }
        gradient.muli(rate);
    }
}
