package org.tresnet4j.multilabel.task;

import org.tresnet4j.multilabel.loss.AsymmetricLoss;
import org.tresnet4j.multilabel.loss.AsymmetricLoss.Reduction;
import org.tresnet4j.runner.config.Key;

/** The asymmetric loss (2009.14119); the defaults are the recipe's. */
public record LossConfig(
        @Key(value = "focusing of labels that are there", defaultValue = "0", min = 0)
        double gammaPositive,

        @Key(value = "focusing of labels that are not there", defaultValue = "4", min = 0)
        double gammaNegative,

        @Key(
                value = "probability up to which a label that is not there costs nothing",
                defaultValue = "0.05",
                min = 0,
                below = 1)
        double clip,

        @Key(value = "whether the gradient flows through the focusing weights", defaultValue = "false")
        boolean throughFocus,

        @Key(value = "sum over the batch, or mean-over-batch", defaultValue = "sum")
        Reduction reduction) {

    AsymmetricLoss loss() {
        return new AsymmetricLoss(gammaPositive, gammaNegative, clip, throughFocus, reduction);
    }
}
