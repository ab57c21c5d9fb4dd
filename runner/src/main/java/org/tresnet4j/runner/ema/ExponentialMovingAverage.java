package org.tresnet4j.runner.ema;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The exponential moving average of a network's flat parameter vector, running statistics included:
 * average ← d·average + (1 − d)·parameters after each step. With warm-up, d = min(decay, (1 + t)/(10 + t)) where t is
 * the number of updates so far, so that the initial weights are soon forgotten.
 */
public final class ExponentialMovingAverage {

    private final INDArray average;
    private final double decay;
    private final boolean warmup;
    private long updates;

    private ExponentialMovingAverage(INDArray average, double decay, boolean warmup, long updates) {
        if (decay <= 0 || decay >= 1) {
            throw new IllegalArgumentException("the decay of an average lies between 0 and 1, got " + decay);
        }
        this.average = average;
        this.decay = decay;
        this.warmup = warmup;
        this.updates = updates;
    }

    /**
     * Starts from the parameters as they are.
     *
     * @param parameters a vector; copied
     * @param decay in (0, 1)
     */
    public static ExponentialMovingAverage of(INDArray parameters, double decay, boolean warmup) {
        return new ExponentialMovingAverage(parameters.dup(), decay, warmup, 0);
    }

    /**
     * Goes on where a checkpoint was.
     *
     * @param average becomes this object's own
     * @param updates made so far
     */
    public static ExponentialMovingAverage resume(INDArray average, double decay, boolean warmup, long updates) {
        return new ExponentialMovingAverage(average, decay, warmup, updates);
    }

    /** Takes in the parameters after a step. */
    public void update(INDArray parameters) {
        update(parameters, 1);
    }

    /**
     * Takes in the parameters after several steps at once, as if they had been the same after each of them: what is kept
     * of the average is the product of the steps' decays.
     *
     * @param steps at least 1
     */
    public void update(INDArray parameters, int steps) {
        double kept = 1;
        for (int step = 0; step < steps; step++) {
            kept *= currentDecay();
            updates++;
        }
        average.muli(kept);
        Nd4j.getBlasWrapper().level1().axpy(average.length(), 1 - kept, parameters.reshape(average.shape()), average);
    }

    /** The decay that the next update uses. */
    double currentDecay() {
        return warmup ? Math.min(decay, (1.0 + updates) / (10.0 + updates)) : decay;
    }

    /**
     * Exchanges the average and the parameters in place, to the bit and without a third copy; a second call undoes the
     * first.
     */
    public void exchange(INDArray parameters) {
        Nd4j.getBlasWrapper().level1().swap(average, parameters.reshape(average.shape()));
    }

    /** The average itself, not a copy. */
    public INDArray average() {
        return average;
    }

    /** The number of updates so far. */
    public long updates() {
        return updates;
    }
}
