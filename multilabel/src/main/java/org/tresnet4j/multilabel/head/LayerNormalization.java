package org.tresnet4j.multilabel.head;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.floating.Norm2;
import org.nd4j.linalg.api.ops.impl.reduce3.Dot;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * Layer normalisation (1607.06450) of rows of length D, or its gradients.
 *
 * <pre>
 *   x̂ = (x − mean)/σ with σ = √(variance+ε);   y = γx̂ + β;   dβ = Σdy;   dγ = Σdy·x̂
 *   dx = (g − mean(g) − x̂·mean(g·x̂))/σ with g = γ·dy
 * </pre>
 *
 * @param gamma γ [D]
 * @param beta β [D]
 */
record LayerNormalization(INDArray gamma, INDArray beta) {

    /** PyTorch's, as the reference code has it. */
    private static final double EPSILON = 1e-5;

    /**
     * What the backward pass needs.
     *
     * @param output y [R,D]
     * @param normalized x̂ [R,D]
     * @param deviation σ [R]
     */
    record Normalized(INDArray output, INDArray normalized, INDArray deviation) {}

    /** @param x [R,D], overwritten with x̂; not the caller's any more */
    Normalized forward(INDArray x, Memory memory) {
        long rows = x.size(0);
        INDArray mean = memory.scratch(x.dataType(), rows);
        x.mean(mean, 1);
        x.subiColumnVector(mean);
        INDArray deviation = memory.output(x.dataType(), rows);
        Nd4j.getExecutioner().exec(new Norm2(x, deviation, 1));
        deviation.muli(deviation).divi(x.size(1)).addi(EPSILON);
        Transforms.sqrt(deviation, false);
        x.diviColumnVector(deviation);
        INDArray y = memory.output(x.dataType(), x.shape());
        y.assign(x);
        return new Normalized(y.muliRowVector(gamma).addiRowVector(beta), x, deviation);
    }

    /**
     * The gradient of x, in scratch memory.
     *
     * @param gradients overwritten
     */
    INDArray backward(Normalized forward, INDArray dy, LayerNormalization gradients, Memory memory) {
        INDArray normalized = forward.normalized();
        dy.sum(gradients.beta, 0);
        Nd4j.getExecutioner().exec(new Dot(dy, normalized, gradients.gamma, 0));
        INDArray dx = memory.scratch(dy.dataType(), dy.shape());
        dx.assign(dy);
        dx.muliRowVector(gamma);
        INDArray product = memory.scratch(dy.dataType(), dy.size(0));
        Nd4j.getExecutioner().exec(new Dot(dx, normalized, product, 1));
        INDArray mean = memory.scratch(dy.dataType(), dy.size(0));
        dx.mean(mean, 1);
        dx.subiColumnVector(mean);
        INDArray slope = memory.scratch(dy.dataType(), dy.shape());
        slope.assign(normalized);
        dx.subi(slope.muliColumnVector(product.divi(dy.size(1))));
        return dx.diviColumnVector(forward.deviation());
    }
}
