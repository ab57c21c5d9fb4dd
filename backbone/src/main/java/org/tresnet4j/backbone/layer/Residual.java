package org.tresnet4j.backbone.layer;

import org.deeplearning4j.nn.conf.graph.GraphVertex;

/** The end of a residual block: ReLU of the sum of two equal maps [N,C,H,W]. */
public final class Residual extends PairSum {

    private static final long serialVersionUID = 1L;

    @Override
    boolean rectified() {
        return true;
    }

    @Override
    public GraphVertex clone() {
        return new Residual();
    }
}
