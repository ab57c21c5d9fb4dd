package org.tresnet4j.backbone.kernel.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.tresnet4j.backbone.kernel.Excitation;
import org.tresnet4j.backbone.kernel.ExcitationWeights;
import org.tresnet4j.backbone.kernel.Memory;

/** Squeeze-and-excitation (1709.01507) on the means of the maps. */
final class SqueezeExcitation {

    private SqueezeExcitation() {}

    static Excitation gates(INDArray x, ExcitationWeights weights, Memory memory) {
        long batch = x.size(0);
        long channels = x.size(1);
        INDArray means = memory.output(x.dataType(), batch, channels, 1, 1);
        Ops.mapMeans(x, means);
        INDArray pooled = means.reshape(batch, channels);
        INDArray hidden = linear(pooled, weights.squeeze(), weights.squeezeBias(), memory);
        Ops.maximum(hidden, 0, hidden);
        INDArray gate = linear(hidden, weights.excite(), weights.exciteBias(), memory);
        Transforms.sigmoid(gate, false);
        return new Excitation(pooled, hidden, gate);
    }

    static INDArray gate(INDArray x, INDArray gate, Memory memory) {
        INDArray y = memory.output(x.dataType(), x.shape());
        Ops.multiply(x, gate.reshape(x.size(0), x.size(1), 1, 1), y);
        return y;
    }

    static INDArray backward(
            INDArray x,
            ExcitationWeights weights,
            Excitation forward,
            INDArray dy,
            ExcitationWeights weightsGradient,
            Memory memory) {
        long batch = x.size(0);
        long channels = x.size(1);
        long pixels = x.size(2) * x.size(3);
        INDArray gate = forward.gate();
        INDArray dExcite = Ops.mapDots(dy, x).muli(gate).muli(gate.rsub(1));
        dExcite.transpose().mmuli(forward.hidden(), weightsGradient.excite());
        dExcite.sum(weightsGradient.exciteBias(), 0);
        INDArray dSqueeze = dExcite.mmul(weights.excite()).muli(Transforms.sign(forward.hidden(), true));
        dSqueeze.transpose().mmuli(forward.pooled(), weightsGradient.squeeze());
        dSqueeze.sum(weightsGradient.squeezeBias(), 0);
        INDArray dPooled = dSqueeze.mmul(weights.squeeze()).divi(pixels);

        INDArray dx = memory.output(x.dataType(), x.shape());
        Ops.multiply(dy, gate.reshape(batch, channels, 1, 1), dx);
        dx.reshape(batch * channels, pixels).addiColumnVector(dPooled.reshape(batch * channels, 1));
        return dx;
    }

    private static INDArray linear(INDArray x, INDArray weights, INDArray bias, Memory memory) {
        INDArray y = memory.output(x.dataType(), x.size(0), weights.size(0));
        x.mmuli(weights.transpose(), y);
        return y.addiRowVector(bias);
    }
}
