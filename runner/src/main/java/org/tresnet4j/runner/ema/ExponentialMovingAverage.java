package org.tresnet4j.runner.ema;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The exponential moving average of a network's flat parameter vector, running statistics included:
 * average ← average + (1 − d)·(parameters − average) after each step, so that what never changes is averaged to the
 * bit. With warm-up, d = min(decay, (1 + t)/(10 + t)) where t is the number of updates so far, so that the initial
 * weights are soon forgotten.
 */
public final class ExponentialMovingAverage {

    /** Values at a time: a difference of all parameters at once would take as much memory as they do. */
    private static final long PART = 1 << 22;

    private final INDArray average;
    private final INDArray difference;
    private final double decay;
    private final boolean warmup;
    private long updates;

    private ExponentialMovingAverage(INDArray average, double decay, boolean warmup, long updates) {
        if (decay <= 0 || decay >= 1) {
            throw new IllegalArgumentException("the decay of an average lies between 0 and 1, got " + decay);
        }
        this.average = average;
        this.difference = Nd4j.createUninitializedDetached(average.dataType(), Math.min(PART, average.length()));
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
        INDArray to = average.reshape(average.length());
        INDArray from = parameters.reshape(average.length());
        for (long start = 0; start < average.length(); start += PART) {
            INDArrayIndex part = NDArrayIndex.interval(start, Math.min(start + PART, average.length()));
            INDArray values = to.get(part);
            INDArray step = difference.get(NDArrayIndex.interval(0, values.length()));
            from.get(part).subi(values, step);
            Nd4j.getBlasWrapper().level1().axpy(values.length(), 1 - kept, step, values);
        }
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
