package org.tresnet4j.backbone.layer;

import java.util.Objects;
import org.deeplearning4j.nn.conf.graph.GraphVertex;

/** The end of a residual block: ReLU of the sum of two equal maps [N,C,H,W]. */
public final class Residual extends PairSum {

    private static final long serialVersionUID = 1L;

    private boolean checkpointing;

    /** Whether training keeps nothing but the block's result, and computes its inside once more for the backward pass. */
    public boolean isCheckpointing() {
        return checkpointing;
    }

    public void setCheckpointing(boolean checkpointing) {
        this.checkpointing = checkpointing;
    }

    /** The same with the inside kept or not. */
    public Residual withCheckpointing(boolean wanted) {
        Residual copy = new Residual();
        copy.checkpointing = wanted;
        return copy;
    }

    @Override
    boolean rectified() {
        return true;
    }

    @Override
    public GraphVertex clone() {
        return withCheckpointing(checkpointing);
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && checkpointing == ((Residual) other).checkpointing;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), checkpointing);
    }
}
