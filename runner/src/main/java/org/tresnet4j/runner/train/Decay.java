package org.tresnet4j.runner.train;

import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Weight decay as PyTorch has it: λw is added to the gradient, or (decoupled, Loshchilov and Hutter, arXiv 1711.05101)
 * ηλw to the step. Unlike DL4J's own it adds nothing to the reported loss, which so is the paper's and needs no norm
 * of all the weights.
 *
 * <p>It extends {@code L2Regularization} because DL4J hands a network's regularisation to each layer twice, and only
 * of that class it then keeps one.
 */
public final class Decay extends L2Regularization {

    private static final long serialVersionUID = 1L;

    @JsonProperty
    private final boolean decoupled;

    /**
     * @param coefficient λ
     * @param decoupled which of the two
     */
    public Decay(double coefficient, boolean decoupled) {
        this(new FixedSchedule(coefficient), decoupled);
    }

    @JsonCreator
    private Decay(@JsonProperty("l2") ISchedule coefficient, @JsonProperty("decoupled") boolean decoupled) {
        super(coefficient);
        this.decoupled = decoupled;
    }

    @Override
    public ApplyStep applyStep() {
        return decoupled ? ApplyStep.POST_UPDATER : ApplyStep.BEFORE_UPDATER;
    }

    @Override
    public void apply(INDArray parameter, INDArray gradient, double learningRate, int iteration, int epoch) {
        double coefficient = coefficient(iteration, epoch);
        double factor = decoupled ? coefficient * learningRate : coefficient;
        Nd4j.getBlasWrapper().level1().axpy(parameter.length(), factor, parameter, gradient);
    }

    /** λ. */
    double coefficient(int iteration, int epoch) {
        return l2.valueAt(iteration, epoch);
    }

    boolean isDecoupled() {
        return decoupled;
    }

    @Override
    public double score(INDArray parameter, int iteration, int epoch) {
        return 0;
    }

    /** Itself: it is immutable. */
    @Override
    public Regularization clone() {
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Decay decay && decoupled == decay.decoupled && l2.equals(decay.l2);
    }

    @Override
    public int hashCode() {
        return Objects.hash(l2, decoupled);
    }

    @Override
    public String toString() {
        return "Decay[" + l2 + (decoupled ? ", decoupled]" : "]");
    }
}
