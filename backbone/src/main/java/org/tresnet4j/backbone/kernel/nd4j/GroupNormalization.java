package org.tresnet4j.backbone.kernel.nd4j;

import static org.tresnet4j.backbone.kernel.Kernels.EPSILON;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.tresnet4j.backbone.kernel.Affine;
import org.tresnet4j.backbone.kernel.GroupNormalized;
import org.tresnet4j.backbone.kernel.GroupStatistics;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * Group normalisation (1803.08494) with ReLU.
 *
 * <p>With σ = √(variance+ε) of a group, M its values in an image, γ the scale, β the shift and dz = dy where y &gt; 0:
 *
 * <pre>
 *   x̂  = (x−mean)/σ;   y = max(γx̂ + β, 0);   dβ = Σdz;   dγ = Σdz·x̂
 *   dx = (γ·dz − P/M − x̂·Q/M)/σ   with P = Σγ·dz and Q = Σγ·dz·x̂ over the group
 * </pre>
 */
final class GroupNormalization {

    private GroupNormalization() {}

    static GroupNormalized forward(INDArray x, int groups, Affine affine, Memory memory) {
        INDArray rows = rows(x, groups);
        INDArray mean = rows.mean(1);
        INDArray variance = rows.var(false, 1);
        INDArray y = memory.output(x.dataType(), x.shape());
        normalized(x, groups, mean, deviation(variance), y);
        Ops.multiply(y, Ops.channels(affine.scale()), y);
        Ops.addToChannels(y, affine.shift());
        Ops.maximum(y, 0, y);
        return new GroupNormalized(y, x, new GroupStatistics(groups, mean.toDoubleVector(), variance.toDoubleVector()));
    }

    static INDArray backward(
            GroupNormalized forward, INDArray dy, Affine affine, Affine affineGradient, Memory memory) {
        INDArray x = forward.input();
        GroupStatistics statistics = forward.statistics();
        INDArray deviation = deviation(vector(statistics.variance(), x));
        INDArray normalized = memory.scratch(x.dataType(), x.shape());
        normalized(x, statistics.groups(), vector(statistics.mean(), x), deviation, normalized);

        INDArray dx = memory.scratch(x.dataType(), x.shape());
        Ops.sign(forward.output(), dx);
        Ops.multiply(dx, Ops.dense(dy, memory), dx);
        affineGradient.shift().assign(dx.sum(0, 2, 3));
        affineGradient.scale().assign(Ops.mapDots(dx, normalized).sum(0));

        Ops.multiply(dx, Ops.channels(affine.scale()), dx);
        INDArray rows = rows(dx, statistics.groups());
        INDArray normalizedRows = rows(normalized, statistics.groups());
        INDArray sum = rows.mean(1);
        INDArray product = rows.mul(normalizedRows).mean(1);
        rows.subiColumnVector(sum);
        rows.subi(normalizedRows.muliColumnVector(product));
        rows.diviColumnVector(deviation);
        return dx;
    }

    private static void normalized(INDArray x, int groups, INDArray mean, INDArray deviation, INDArray target) {
        INDArray rows = rows(target, groups);
        rows.assign(rows(x, groups));
        rows.subiColumnVector(mean);
        rows.diviColumnVector(deviation);
    }

    /** A view with a group of an image in each row. */
    private static INDArray rows(INDArray maps, int groups) {
        long count = maps.size(0) * groups;
        return maps.reshape('c', count, maps.length() / count);
    }

    private static INDArray deviation(INDArray variance) {
        return Transforms.sqrt(variance.add(EPSILON), false);
    }

    private static INDArray vector(double[] values, INDArray like) {
        return Nd4j.createFromArray(values).castTo(like.dataType());
    }
}
