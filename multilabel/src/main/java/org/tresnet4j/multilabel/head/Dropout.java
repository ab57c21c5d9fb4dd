package org.tresnet4j.multilabel.head;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * Dropout (1207.0580): a number becomes 0 with a probability, and the others are divided by the rest of it, so that
 * nothing has to be scaled in inference. The random numbers are ND4J's, which the runner seeds for each step.
 *
 * @param rate the probability, in [0,1)
 */
record Dropout(double rate) {

    /** For inference. */
    static final Dropout NONE = new Dropout(0);

    Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout " + rate + " must be in [0,1)");
        }
    }

    /**
     * What the numbers were multiplied by.
     *
     * @param factors of the numbers' shape; empty where nothing was dropped
     */
    record Mask(Optional<INDArray> factors) {

        /** Drops in a gradient, in place, what was dropped on the way forward. */
        INDArray apply(INDArray gradient) {
            factors.ifPresent(gradient::muli);
            return gradient;
        }
    }

    /** Drops numbers of x, in place. */
    Mask apply(INDArray x, Memory memory) {
        if (rate == 0) {
            return new Mask(Optional.empty());
        }
        INDArray factors = memory.output(x.dataType(), x.shape());
        Nd4j.getExecutioner().exec(new BernoulliDistribution(factors, 1 - rate));
        Mask mask = new Mask(Optional.of(factors.divi(1 - rate)));
        mask.apply(x);
        return mask;
    }
}
