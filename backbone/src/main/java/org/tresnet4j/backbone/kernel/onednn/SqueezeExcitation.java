package org.tresnet4j.backbone.kernel.onednn;

import static org.tresnet4j.backbone.kernel.onednn.ChannelsLast.address;

import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Excitation;
import org.tresnet4j.backbone.kernel.ExcitationWeights;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * Squeeze-and-excitation (1709.01507); the formulas are at the ND4J twin. Gates multiply image by image, as oneDNN is
 * fast with one factor a channel but not with one for each image and channel.
 */
final class SqueezeExcitation {

    private SqueezeExcitation() {}

    static Excitation forward(INDArray x, ExcitationWeights weights, Memory memory) {
        ChannelsLast maps = ChannelsLast.of(x);
        INDArray pooled = means(x, memory);
        INDArray hidden =
                memory.output(DataType.FLOAT, maps.batch(), weights.squeeze().size(0));
        Matmul.linear(pooled, weights.squeeze(), weights.squeezeBias(), Matmul.Activation.RELU, hidden);
        INDArray gate = memory.output(DataType.FLOAT, maps.batch(), maps.channels());
        Matmul.linear(hidden, weights.excite(), weights.exciteBias(), Matmul.Activation.SIGMOID, gate);
        INDArray y = maps.output(memory);
        ChannelsLast image = maps.withBatch(1);
        for (long n = 0; n < maps.batch(); n++) {
            Elementwise.multiplyChannels(image, image(x, maps, n), row(gate, n), image(y, maps, n));
        }
        return new Excitation(y, pooled, hidden, gate);
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
        INDArray dx = maps.output(memory);
        INDArray gateGradient = gated(x, dy, forward.gate(), dx, memory);
        INDArray pooledGradient = bottleneck(weights, forward, gateGradient, weightsGradient, memory);
        float[] perPixel = Vectors.read(pooledGradient);
        for (int i = 0; i < perPixel.length; i++) {
            perPixel[i] /= maps.pixels();
        }
        Vectors.write(perPixel, pooledGradient);
        ChannelsLast image = maps.withBatch(1);
        for (long n = 0; n < maps.batch(); n++) {
            Pointer part = image(dx, maps, n);
            Elementwise.addToChannels(image, part, row(pooledGradient, n), part);
        }
        return dx;
    }

    /**
     * dx ← dy·gate, and the gate's gradient Σdy·x over each map, in one pass: it is what batch normalisation with mean 0,
     * variance 1 and the gate for a scale computes.
     *
     * @return [N,C]
     */
    private static INDArray gated(INDArray x, INDArray dy, INDArray gate, INDArray dx, Memory memory) {
        ChannelsLast maps = ChannelsLast.of(x);
        int channels = (int) maps.channels();
        INDArray gradient = memory.scratch(DataType.FLOAT, maps.batch(), channels);
        Pointer zeros = address(Vectors.scratch(new float[channels], memory));
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        Pointer one = address(Vectors.scratch(ones, memory));
        Pointer sums = address(memory.scratch(DataType.FLOAT, channels));
        Primitive product = Primitives.get(new Normalization.Backward(maps.withBatch(1), 0, true));
        for (long n = 0; n < maps.batch(); n++) {
            product.run(
                    image(x, maps, n),
                    image(dx, maps, n),
                    image(dy, maps, n),
                    zeros,
                    one,
                    row(gate, n),
                    row(gradient, n),
                    sums,
                    zeros);
        }
        return gradient;
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

    private static Pointer image(INDArray array, ChannelsLast maps, long index) {
        return new BytePointer(address(array)).getPointer(index * maps.imageBytes());
    }

    private static Pointer row(INDArray matrix, long index) {
        return new BytePointer(address(matrix)).getPointer(index * matrix.size(1) * Float.BYTES);
    }
}
