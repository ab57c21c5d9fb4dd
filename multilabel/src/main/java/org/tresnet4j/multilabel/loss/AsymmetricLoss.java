package org.tresnet4j.multilabel.loss;

import java.util.Objects;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.LogitLoss;

/**
 * The asymmetric loss for several labels an image (2009.14119), for DL4J's output layers with a sigmoid activation.
 *
 * <p>With p = σ(logit), m the clip and p_m = max(p−m, 0), a positive label costs −(1−p)^γ⁺·ln p and a negative one
 * −p_m^γ⁻·ln(1−p_m); logarithms are of at least {@value #SMALLEST}. Labels are 0 or 1, [N,C] as the logits.
 */
public final class AsymmetricLoss extends LogitLoss {

    private static final long serialVersionUID = 1L;

    /** What the reference code bounds probabilities by before it takes their logarithm. */
    static final double SMALLEST = 1e-8;

    /** How the costs of a batch become one number. */
    public enum Reduction {
        /** The sum over images and classes, as the reference has it. */
        SUM,
        /** The sum over classes, the mean over images. */
        MEAN_OVER_BATCH
    }

    private double gammaPositive;
    private double gammaNegative;
    private double clip;
    private boolean throughFocus;
    private Reduction reduction;

    /** For deserialisation. */
    public AsymmetricLoss() {
        this(0, 4, 0.05, false, Reduction.SUM);
    }

    /**
     * @param gammaPositive focusing of positive labels, at least 0; the recipe's is 0
     * @param gammaNegative focusing of negative labels, at least 0; the recipe's is 4
     * @param clip probability up to which a negative label costs nothing, in [0,1); the recipe's is 0.05
     * @param throughFocus whether the gradient flows through the focusing weights; the recipe's does not
     */
    public AsymmetricLoss(
            double gammaPositive, double gammaNegative, double clip, boolean throughFocus, Reduction reduction) {
        if (!(gammaPositive >= 0) || !(gammaNegative >= 0)) {
            throw new IllegalArgumentException(
                    "gammas " + gammaPositive + " and " + gammaNegative + " must not be negative");
        }
        if (!(clip >= 0 && clip < 1)) {
            throw new IllegalArgumentException("clip " + clip + " must be in [0,1)");
        }
        this.gammaPositive = gammaPositive;
        this.gammaNegative = gammaNegative;
        this.clip = clip;
        this.throughFocus = throughFocus;
        this.reduction = Objects.requireNonNull(reduction, "reduction");
    }

    /** The cost of one label. */
    double cost(double logit, boolean positive) {
        double p = sigmoid(logit);
        double q = sigmoid(-logit);
        if (positive) {
            return -Math.pow(q, gammaPositive) * Math.log(Math.max(p, SMALLEST));
        }
        double shifted = Math.max(p - clip, 0);
        return -Math.pow(shifted, gammaNegative) * Math.log(Math.max(Math.min(q + clip, 1), SMALLEST));
    }

    /** The derivative of {@link #cost} by the logit; the focusing weight is a constant unless asked for. */
    double slope(double logit, boolean positive) {
        double p = sigmoid(logit);
        double q = sigmoid(-logit);
        if (positive) {
            double focus = throughFocus ? gammaPositive * p * Math.log(Math.max(p, SMALLEST)) : 0;
            return Math.pow(q, gammaPositive) * (focus - q);
        }
        double shifted = p - clip;
        if (shifted <= 0) {
            return 0;
        }
        // q/(1−p_m) with 1−p_m = q+m, which is 1 for m = 0 however small q is
        double ratio = clip == 0 ? 1 : q / (q + clip);
        double slope = p * Math.pow(shifted, gammaNegative) * ratio;
        if (throughFocus && gammaNegative > 0) {
            double logarithm = Math.log(Math.max(q + clip, SMALLEST));
            slope -= p * q * gammaNegative * Math.pow(shifted, gammaNegative - 1) * logarithm;
        }
        return slope;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private double factor(long images) {
        return reduction == Reduction.SUM ? 1 : 1.0 / images;
    }

    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
        INDArray costs = map(labels, logits, mask, this::cost);
        return costs.sum(true, 1).muli(factor(logits.size(0)));
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
        return map(labels, logits, mask, this::slope).muli(factor(logits.size(0)));
    }

    @FunctionalInterface
    private interface PerLabel {
        double apply(double logit, boolean positive);
    }

    private static INDArray map(INDArray labels, INDArray logits, INDArray mask, PerLabel function) {
        INDArray rows = rows(labels, logits, (z, y) -> {
            double[] row = new double[z.length];
            for (int c = 0; c < z.length; c++) {
                row[c] = function.apply(z[c], y[c] > 0.5);
            }
            return row;
        });
        return mask == null ? rows : rows.muli(mask.castTo(logits.dataType()));
    }

    @Override
    public String name() {
        return "asymmetric";
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

    public double getClip() {
        return clip;
    }

    public void setClip(double clip) {
        this.clip = clip;
    }

    public boolean isThroughFocus() {
        return throughFocus;
    }

    public void setThroughFocus(boolean throughFocus) {
        this.throughFocus = throughFocus;
    }

    public Reduction getReduction() {
        return reduction;
    }

    public void setReduction(Reduction reduction) {
        this.reduction = reduction;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AsymmetricLoss that
                && gammaPositive == that.gammaPositive
                && gammaNegative == that.gammaNegative
                && clip == that.clip
                && throughFocus == that.throughFocus
                && reduction == that.reduction;
    }

    @Override
    public int hashCode() {
        return Objects.hash(gammaPositive, gammaNegative, clip, throughFocus, reduction);
    }

    @Override
    public String toString() {
        return "AsymmetricLoss(γ⁺=" + gammaPositive + ", γ⁻=" + gammaNegative + ", clip=" + clip + ")";
    }
}
