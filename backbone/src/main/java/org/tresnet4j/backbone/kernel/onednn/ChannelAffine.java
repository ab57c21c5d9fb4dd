package org.tresnet4j.backbone.kernel.onednn;

import static org.tresnet4j.backbone.kernel.onednn.ChannelsLast.address;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Affine;
import org.tresnet4j.backbone.kernel.Memory;

/** A scale and a shift for each channel: oneDNN's normalisation when it is told that mean and variance are 0 and 1. */
final class ChannelAffine {

    private static final float NO_EPSILON = 0;

    private ChannelAffine() {}

    static INDArray forward(INDArray x, Affine affine, Memory memory) {
        ChannelsLast maps = ChannelsLast.of(x);
        Primitives.get(new Normalization.Forward(maps, NO_EPSILON, true))
                .run(
                        address(x),
                        address(x),
                        address(constant(0, maps, memory)),
                        address(constant(1, maps, memory)),
                        address(affine.scale()),
                        address(affine.shift()));
        return x;
    }

    static INDArray backward(INDArray x, INDArray dy, Affine affine, Affine affineGradient, Memory memory) {
        ChannelsLast maps = ChannelsLast.of(x);
        INDArray dx = maps.scratch(memory);
        Primitives.get(new Normalization.Backward(maps, NO_EPSILON, true))
                .run(
                        address(x),
                        address(dx),
                        address(dy),
                        address(constant(0, maps, memory)),
                        address(constant(1, maps, memory)),
                        address(affine.scale()),
                        address(affineGradient.scale()),
                        address(affineGradient.shift()),
                        address(affine.shift()));
        return dx;
    }

    private static INDArray constant(float value, ChannelsLast maps, Memory memory) {
        float[] values = new float[(int) maps.channels()];
        Arrays.fill(values, value);
        return Vectors.scratch(values, memory);
    }
}
