package org.tresnet4j.backbone.layer;

import org.deeplearning4j.nn.conf.graph.GraphVertex;

/** The sum of two equal maps [N,C,H,W]. */
public final class Sum extends PairSum {

    private static final long serialVersionUID = 1L;

    @Override
    boolean rectified() {
        return false;
    }

    @Override
    public GraphVertex clone() {
        return new Sum();
    }
}
