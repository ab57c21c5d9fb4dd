package org.tresnet4j.detection.loss;

/** The logistic function and its integral, without overflow or the logarithm of a rounded 0. */
public final class Logistic {

    private Logistic() {}

    /** σ(x) = 1/(1+e⁻ˣ). */
    public static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** ln(1+eˣ) = −ln σ(−x). */
    public static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** Binary cross-entropy of σ(logit) with a target in [0,1]. */
    public static double crossEntropy(double logit, double target) {
        return softplus(logit) - target * logit;
    }

    /** The derivative of {@link #crossEntropy} by the logit. */
    public static double crossEntropySlope(double logit, double target) {
        return sigmoid(logit) - target;
    }
}
