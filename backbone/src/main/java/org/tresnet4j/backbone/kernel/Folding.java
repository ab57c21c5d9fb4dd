package org.tresnet4j.backbone.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution and its normalisation with constant statistics as one convolution with a bias: with γ = |scale|+ε and
 * σ = √(variance+ε), W' = W·γ/σ and b' = shift − mean·γ/σ.
 *
 * @param weights [O,I,k,k], a copy
 * @param bias [O]
 * @param window of the convolution
 * @param slope of the activation below zero; 0 is ReLU, 1 the identity
 * @param withSum whether maps are added before the activation
 */
public record Folding(INDArray weights, INDArray bias, Window window, double slope, boolean withSum) {

    /** Folds; what is given is not changed, and may change later. */
    public static Folding of(
            INDArray weights, Affine affine, BatchStatistics statistics, Window window, double slope, boolean withSum) {
        int outputs = (int) weights.size(0);
        long each = weights.length() / outputs;
        INDArray folded = Nd4j.createUninitializedDetached(weights.dataType(), weights.shape());
        folded.assign(weights);
        INDArray bias = Nd4j.createUninitializedDetached(weights.dataType(), outputs);
        INDArray factors = Nd4j.createUninitializedDetached(weights.dataType(), outputs, 1);
        for (int o = 0; o < outputs; o++) {
            double gamma = Math.abs(affine.scale().getDouble(o)) + Kernels.EPSILON;
            double factor = gamma / Math.sqrt(statistics.variance().getDouble(o) + Kernels.EPSILON);
            factors.putScalar(o, factor);
            bias.putScalar(o, affine.shift().getDouble(o) - statistics.mean().getDouble(o) * factor);
        }
        folded.reshape('c', outputs, each).muliColumnVector(factors);
        return new Folding(folded, bias, window, slope, withSum);
    }
}
