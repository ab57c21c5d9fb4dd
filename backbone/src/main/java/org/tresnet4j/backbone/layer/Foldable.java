package org.tresnet4j.backbone.layer;

import org.tresnet4j.backbone.kernel.Folding;

/** A convolution whose normalisation can be folded into its weights. */
public interface Foldable {

    /** With the layer's own activation. */
    Folding fold();

    /**
     * With a residual sum and ReLU behind it.
     *
     * @throws IllegalStateException where the layer has an activation of its own
     */
    Folding foldWithResidual();
}
