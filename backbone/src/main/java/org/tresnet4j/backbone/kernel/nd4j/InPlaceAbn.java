package org.tresnet4j.backbone.kernel.nd4j;

import static org.tresnet4j.backbone.kernel.Kernels.EPSILON;
import static org.tresnet4j.backbone.kernel.Kernels.IDENTITY;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.tresnet4j.backbone.kernel.Affine;
import org.tresnet4j.backbone.kernel.BatchStatistics;
import org.tresnet4j.backbone.kernel.Memory;
import org.tresnet4j.backbone.kernel.Normalized;

/**
 * In-Place ABN (1712.02616): normalisation and leaky ReLU over the convolution's own output.
 *
 * <p>With γ = |scale|+ε, β = shift, σ = √(variance+ε), z the pre-activation and m the number of values a channel:
 *
 * <pre>
 *   y  = act(γ·(x−mean)/σ + β)
 *   z  = y for y>0, y/slope otherwise;   x̂ = (z−β)/γ
 *   dz = dy·act'(z);   dβ = Σdz;   dγ = Σdz·x̂ = (Σdz·z − β·Σdz)/γ
 *   dx = γ/σ·(dz − Σdz/m − x̂·dγ/m)
 *      = γ/σ·dz − dγ/(σm)·z + (β·dγ/(σm) − γ/σ·Σdz/m)
 * </pre>
 */
final class InPlaceAbn {

    private InPlaceAbn() {}

    static void measure(INDArray x, BatchStatistics statistics, Memory memory) {
        INDArray means = memory.scratch(x.dataType(), x.size(0), x.size(1), 1, 1);
        Ops.mapMeans(x, means);
        means.reshape(x.size(0), x.size(1)).mean(statistics.mean(), 0);
        Ops.run("reduce_variance", Ops.of(x), Ops.of(statistics.variance()), 0, 2, 3);
    }

    static void forward(INDArray x, Affine affine, double slope, BatchStatistics statistics, Memory memory) {
        INDArray factor = gamma(affine).divi(deviation(statistics));
        INDArray shift = affine.shift().sub(statistics.mean().mul(factor));
        Ops.multiply(x, Ops.channels(factor), x);
        Ops.addToChannels(x, shift);
        activate(x, slope, memory);
    }

    /** Leaky ReLU in place. */
    static void activate(INDArray x, double slope, Memory memory) {
        if (slope != IDENTITY) {
            INDArray below = memory.scratch(x.dataType(), x.shape());
            Ops.multiply(x, slope, below);
            Ops.maximum(x, below, x);
        }
    }

    static INDArray backward(
            Normalized forward, INDArray dy, Affine affine, double slope, Affine affineGradient, Memory memory) {
        INDArray y = forward.output();
        INDArray z = slope == IDENTITY ? y : preActivation(y, slope, memory);
        INDArray dx = memory.scratch(y.dataType(), y.shape());
        INDArray dz = dy;
        if (slope != IDENTITY) {
            dz = dx;
            slopes(y, slope, dz);
            Ops.multiply(dz, dy, dz);
        }

        INDArray gamma = gamma(affine);
        INDArray beta = affine.shift();
        INDArray deviation = deviation(forward.statistics());
        INDArray sum = channelSums(dz, memory);
        INDArray gammaGradient = Ops.mapDots(dz, z).sum(0).subi(beta.mul(sum)).divi(gamma);
        affineGradient.shift().assign(sum);
        affineGradient.scale().assign(gammaGradient.mul(signOf(affine.scale())));

        INDArray factor = gamma.div(deviation);
        Ops.multiply(dz, Ops.channels(factor), dx);
        if (forward.ofBatch()) {
            double values = y.length() / (double) y.size(1);
            INDArray perValue = gammaGradient.div(deviation).divi(values);
            INDArray toAdd = beta.mul(perValue).subi(factor.mul(sum).divi(values));
            INDArray correction = slope == IDENTITY ? memory.scratch(y.dataType(), y.shape()) : z;
            Ops.multiply(z, Ops.channels(perValue.negi()), correction);
            dx.addi(correction);
            Ops.addToChannels(dx, toAdd);
        }
        return dx;
    }

    private static INDArray gamma(Affine affine) {
        return Transforms.abs(affine.scale(), true).addi(EPSILON);
    }

    private static INDArray deviation(BatchStatistics statistics) {
        return Transforms.sqrt(statistics.variance().add(EPSILON), false);
    }

    /** ±1, and +1 at 0, so that a scale that starts at zero still trains. */
    private static INDArray signOf(INDArray scale) {
        return scale.gte(0).castTo(scale.dataType()).muli(2).subi(1);
    }

    /** min(y, y/slope) undoes the leaky ReLU. */
    private static INDArray preActivation(INDArray y, double slope, Memory memory) {
        INDArray z = memory.scratch(y.dataType(), y.shape());
        Ops.multiply(y, 1 / slope, z);
        Ops.minimum(y, z, z);
        return z;
    }

    /** act'(z) from y: 1 above zero, the slope elsewhere. */
    private static void slopes(INDArray y, double slope, INDArray out) {
        Ops.sign(y, out);
        Ops.maximum(out, slope, out);
    }

    private static INDArray channelSums(INDArray x, Memory memory) {
        INDArray means = memory.scratch(x.dataType(), x.size(0), x.size(1), 1, 1);
        Ops.mapMeans(x, means);
        return means.reshape(x.size(0), x.size(1)).sum(0).muli(x.size(2) * x.size(3));
    }
}
