package org.tresnet4j.classification.task;

import org.tresnet4j.classification.loss.SingleLabelLoss;
import org.tresnet4j.runner.config.Key;

/** Cross-entropy with label smoothing; with gammas the asymmetric loss for one label (2009.14119). */
public record LossConfig(
        @Key(value = "the part of a label that is spread over all classes", defaultValue = "0.1", min = 0, below = 1)
        double smoothing,

        @Key(value = "focusing of the label; 0 is cross-entropy", defaultValue = "0", min = 0)
        double gammaPositive,

        @Key(value = "focusing of the other classes; 0 is cross-entropy", defaultValue = "0", min = 0)
        double gammaNegative) {

    SingleLabelLoss loss() {
        return new SingleLabelLoss(gammaPositive, gammaNegative, smoothing);
    }
}
