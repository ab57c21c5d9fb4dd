package org.tresnet4j.backbone;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An identity that remembers the gradient that passed through it. */
public final class EpsilonProbe extends ActivationIdentity {

    private static final long serialVersionUID = 1L;

    private transient INDArray epsilon;

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
        this.epsilon = epsilon.detach();
        return super.backprop(in, epsilon);
    }

    public INDArray epsilon() {
        return epsilon;
    }
}
