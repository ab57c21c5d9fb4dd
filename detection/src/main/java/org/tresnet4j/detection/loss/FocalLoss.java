package org.tresnet4j.detection.loss;

/**
 * The focal loss of one logit (1708.02002): with p = σ(logit), −α(1−p)^γ·ln p where the class is there and
 * −(1−α)p^γ·ln(1−p) where it is not. Finite for every finite logit.
 *
 * @param alpha weight of what is there, in [0,1]
 * @param gamma focusing, at least 0
 */
public record FocalLoss(double alpha, double gamma) {

    /** The paper's best (1708.02002, table 1b). */
    public static final FocalLoss DEFAULT = new FocalLoss(0.25, 2);

    public FocalLoss {
        if (!(alpha >= 0 && alpha <= 1) || !(gamma >= 0)) {
            throw new IllegalArgumentException(
                    "focal loss with alpha " + alpha + " and gamma " + gamma + ": expected [0,1] and at least 0");
        }
    }

    /** The cost. */
    public double cost(double logit, boolean present) {
        // −z where the class is there: both cases are weight·σ(z)^γ·softplus(z)
        double z = present ? -logit : logit;
        return weight(present) * power(Logistic.sigmoid(z)) * Logistic.softplus(z);
    }

    /** The derivative of {@link #cost} by the logit. */
    public double slope(double logit, boolean present) {
        double z = present ? -logit : logit;
        double q = Logistic.sigmoid(z);
        double slope = weight(present) * power(q) * (gamma * Logistic.sigmoid(-z) * Logistic.softplus(z) + q);
        return present ? -slope : slope;
    }

    private double weight(boolean present) {
        return present ? alpha : 1 - alpha;
    }

    private double power(double base) {
        return gamma == 2 ? base * base : Math.pow(base, gamma);
    }
}
