package org.tresnet4j.classification.loss;

import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.LogitLoss;

/**
 * Cross-entropy with label smoothing, and the asymmetric loss for one label an image (2009.14119) that it is a case of, for
 * DL4J's output layers with a softmax activation.
 *
 * <p>Labels y are [N,C] as the logits: one 1 in a row, or the parts of several classes that mixed images have, which add up
 * to 1. With ln p the log-softmax of the logits, t = y(1−s) + s/C the smoothed labels, an image costs −Σ t·w·ln p, where
 * w = (1 − p·y − (1−p)(1−y))^(γ⁺y + γ⁻(1−y)) is (1−p)^γ⁺ for the label and p^γ⁻ for the others, and 1 without focusing.
 * The loss is the mean over the images; its gradient flows through w, as in the reference code.
 */
public final class SingleLabelLoss extends LogitLoss {

    private static final long serialVersionUID = 1L;

    private double gammaPositive;
    private double gammaNegative;
    private double smoothing;

    /** For deserialisation. */
    public SingleLabelLoss() {
        this(0, 0, 0);
    }

    /**
     * @param gammaPositive focusing of the label, at least 0
     * @param gammaNegative focusing of the other classes, at least 0
     * @param smoothing the part of the label that is spread over all classes, in [0,1)
     */
    public SingleLabelLoss(double gammaPositive, double gammaNegative, double smoothing) {
        if (!(gammaPositive >= 0) || !(gammaNegative >= 0)) {
            throw new IllegalArgumentException(
                    "gammas " + gammaPositive + " and " + gammaNegative + " must not be negative");
        }
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("smoothing " + smoothing + " must be in [0,1)");
        }
        this.gammaPositive = gammaPositive;
        this.gammaNegative = gammaNegative;
        this.smoothing = smoothing;
    }

    /** Without focusing. */
    public static SingleLabelLoss crossEntropy(double smoothing) {
        return new SingleLabelLoss(0, 0, smoothing);
    }

    /** The cost of one image. */
    double cost(double[] logits, double[] labels) {
        double[] logProbabilities = logSoftmax(logits);
        double cost = 0;
        for (int c = 0; c < logits.length; c++) {
            double target = smoothed(labels[c], logits.length);
            cost -= target * logProbabilities[c] * weight(logProbabilities[c], labels[c]);
        }
        return cost;
    }

    /** The derivative of {@link #cost} by each logit. */
    double[] slopes(double[] logits, double[] labels) {
        double[] logProbabilities = logSoftmax(logits);
        double[] slopes = new double[logits.length];
        double sum = 0;
        for (int c = 0; c < logits.length; c++) {
            double weightSlope = weightSlope(logProbabilities[c], labels[c]);
            slopes[c] = -smoothed(labels[c], logits.length)
                    * (weight(logProbabilities[c], labels[c]) + logProbabilities[c] * weightSlope);
            sum += slopes[c];
        }
        for (int c = 0; c < logits.length; c++) {
            slopes[c] -= Math.exp(logProbabilities[c]) * sum;
        }
        return slopes;
    }

    private double smoothed(double label, int classes) {
        return label * (1 - smoothing) + smoothing / classes;
    }

    private double exponent(double label) {
        return gammaPositive * label + gammaNegative * (1 - label);
    }

    /** What the focusing weight is a power of; 1−p by expm1, for p may be 1 up to the last digit. */
    private static double base(double logProbability, double label) {
        return -Math.expm1(logProbability) * label + Math.exp(logProbability) * (1 - label);
    }

    private double weight(double logProbability, double label) {
        return Math.pow(base(logProbability, label), exponent(label));
    }

    /** The derivative of the weight by ln p; at a base of 0 its limit times ln p is 0. */
    private double weightSlope(double logProbability, double label) {
        double exponent = exponent(label);
        double base = base(logProbability, label);
        if (exponent == 0 || base == 0) {
            return 0;
        }
        return exponent * Math.pow(base, exponent - 1) * (1 - 2 * label) * Math.exp(logProbability);
    }

    private static double[] logSoftmax(double[] logits) {
        double largest = Arrays.stream(logits).max().orElseThrow();
        double sum =
                Arrays.stream(logits).map(logit -> Math.exp(logit - largest)).sum();
        double logSum = largest + Math.log(sum);
        return Arrays.stream(logits).map(logit -> logit - logSum).toArray();
    }

    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
        INDArray costs = rows(labels, logits, mask, (z, y) -> new double[] {cost(z, y)});
        return costs.divi(logits.size(0));
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
        return rows(labels, logits, mask, this::slopes).divi(logits.size(0));
    }

    private static INDArray rows(INDArray labels, INDArray logits, INDArray mask, PerImage function) {
        INDArray rows = rows(labels, logits, function);
        return mask == null ? rows : rows.muliColumnVector(mask.castTo(logits.dataType()));
    }

    @Override
    public String name() {
        return "single-label";
    }

    public double getGammaPositive() {
        return gammaPositive;
    }

    public void setGammaPositive(double gammaPositive) {
        this.gammaPositive = gammaPositive;
    }

    public double getGammaNegative() {
        return gammaNegative;
    }

    public void setGammaNegative(double gammaNegative) {
        this.gammaNegative = gammaNegative;
    }

    public double getSmoothing() {
        return smoothing;
    }

    public void setSmoothing(double smoothing) {
        this.smoothing = smoothing;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SingleLabelLoss that
                && gammaPositive == that.gammaPositive
                && gammaNegative == that.gammaNegative
                && smoothing == that.smoothing;
    }

    @Override
    public int hashCode() {
        return Objects.hash(gammaPositive, gammaNegative, smoothing);
    }

    @Override
    public String toString() {
        return "SingleLabelLoss(γ⁺=" + gammaPositive + ", γ⁻=" + gammaNegative + ", smoothing=" + smoothing + ")";
    }
}
