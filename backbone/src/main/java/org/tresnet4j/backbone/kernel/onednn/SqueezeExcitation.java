package org.tresnet4j.backbone.kernel.onednn;

import static org.tresnet4j.backbone.kernel.onednn.ChannelsLast.address;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Excitation;
import org.tresnet4j.backbone.kernel.ExcitationWeights;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * Squeeze-and-excitation (1709.01507); the formulas are at the ND4J twin. In float32 gates multiply maps in Java. In
 * bfloat16 they are spread to whole maps before: oneDNN is fast with equal maps, but not with one factor for each image and
 * channel, and a call for each image costs more than the memory's traffic.
 */
final class SqueezeExcitation {

    private SqueezeExcitation() {}

    static Excitation gates(INDArray x, ExcitationWeights weights, Memory memory) {
        ChannelsLast maps = ChannelsLast.of(x);
        INDArray pooled = means(x, memory);
        INDArray hidden =
                memory.output(DataType.FLOAT, maps.batch(), weights.squeeze().size(0));
        Matmul.linear(pooled, weights.squeeze(), weights.squeezeBias(), Matmul.Activation.RELU, hidden);
        INDArray gate = memory.output(DataType.FLOAT, maps.batch(), maps.channels());
        Matmul.linear(hidden, weights.excite(), weights.exciteBias(), Matmul.Activation.SIGMOID, gate);
        return new Excitation(pooled, hidden, gate);
    }

    static INDArray gate(INDArray x, INDArray gate, Memory memory) {
        ChannelsLast maps = ChannelsLast.of(x);
        INDArray y = maps.output(memory);
        if (maps.type() == DataType.FLOAT) {
            ChannelFactors.multiply(x, gate, y);
        } else {
            Elementwise.multiply(maps, address(x), spread(gate, maps, memory), address(y));
        }
        return y;
    }

    /** One value for each image and channel, at every pixel. */
    private static Pointer spread(INDArray values, ChannelsLast maps, Memory memory) {
        INDArray typed = values;
        if (maps.type() != values.dataType()) {
            typed = memory.scratch(maps.type(), values.shape());
            Reorder.copy(values, typed);
        }
        Pointer spread = address(maps.scratch(memory));
        Upsampling.forward(maps.withSides(1, 1), maps, address(typed), spread);
        return spread;
    }

    /** The means of the maps, [N,C] in float32. */
    static INDArray means(INDArray x, Memory memory) {
        INDArray means = memory.output(DataType.FLOAT, x.size(0), x.size(1));
        if (x.dataType() == DataType.FLOAT) {
            Pooling.meansInto(x, means);
        } else {
            INDArray short16 = memory.scratch(x.dataType(), x.size(0), x.size(1));
            Pooling.meansInto(x, short16);
            Reorder.copy(short16, means);
        }
        return means;
    }

    static INDArray backward(
            INDArray x,
            ExcitationWeights weights,
            Excitation forward,
            INDArray dy,
            ExcitationWeights weightsGradient,
            Memory memory) {
        ChannelsLast maps = ChannelsLast.of(x);
        INDArray gateGradient = gateGradient(x, dy, memory);
        INDArray pooledGradient = bottleneck(weights, forward, gateGradient, weightsGradient, memory);
        INDArray perPixel = scaled(pooledGradient, 1.0 / maps.pixels());
        INDArray dx = maps.output(memory);
        if (maps.type() == DataType.FLOAT) {
            ChannelFactors.multiplyAdd(dy, forward.gate(), perPixel, dx);
        } else {
            Pointer gates = spread(forward.gate(), maps, memory);
            Elementwise.multiplyAdd(maps, address(dy), gates, spread(perPixel, maps, memory), address(dx));
        }
        return dx;
    }

    /** Σ dy·x over the pixels, [N,C]. */
    private static INDArray gateGradient(INDArray x, INDArray dy, Memory memory) {
        ChannelsLast maps = ChannelsLast.of(x);
        if (maps.type() == DataType.FLOAT) {
            INDArray sums = memory.scratch(DataType.FLOAT, maps.batch(), maps.channels());
            ChannelFactors.sumsOfProducts(dy, x, sums);
            return sums;
        }
        INDArray product = maps.scratch(memory);
        Elementwise.multiply(maps, address(dy), address(x), address(product));
        return scaled(means(product, memory), maps.pixels());
    }

    /** In place. */
    private static INDArray scaled(INDArray matrix, double factor) {
        float[] values = Vectors.read(matrix);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factor);
        }
        Vectors.write(values, matrix);
        return matrix;
    }

    /** From the gate's gradient to that of the pooled input, [N,C]. */
    private static INDArray bottleneck(
            ExcitationWeights weights,
            Excitation forward,
            INDArray gateGradient,
            ExcitationWeights weightsGradient,
            Memory memory) {
        float[] gate = Vectors.read(forward.gate());
        float[] excited = Vectors.read(gateGradient);
        for (int i = 0; i < excited.length; i++) {
            excited[i] *= gate[i] * (1 - gate[i]);
        }
        Vectors.write(excited, gateGradient);
        Matmul.weightsGradient(gateGradient, forward.hidden(), weightsGradient.excite());
        Vectors.write(columnSums(excited, (int) gateGradient.size(1)), weightsGradient.exciteBias());

        INDArray hiddenGradient =
                memory.scratch(DataType.FLOAT, forward.hidden().shape());
        Matmul.linearGradient(gateGradient, weights.excite(), hiddenGradient);
        float[] hidden = Vectors.read(forward.hidden());
        float[] squeezed = Vectors.read(hiddenGradient);
        for (int i = 0; i < squeezed.length; i++) {
            squeezed[i] = hidden[i] > 0 ? squeezed[i] : 0;
        }
        Vectors.write(squeezed, hiddenGradient);
        Matmul.weightsGradient(hiddenGradient, forward.pooled(), weightsGradient.squeeze());
        Vectors.write(columnSums(squeezed, (int) hiddenGradient.size(1)), weightsGradient.squeezeBias());

        INDArray pooledGradient =
                memory.scratch(DataType.FLOAT, forward.pooled().shape());
        Matmul.linearGradient(hiddenGradient, weights.squeeze(), pooledGradient);
        return pooledGradient;
    }

    private static float[] columnSums(float[] values, int columns) {
        float[] sums = new float[columns];
        for (int i = 0; i < values.length; i++) {
            sums[i % columns] += values[i];
        }
        return sums;
    }
}
