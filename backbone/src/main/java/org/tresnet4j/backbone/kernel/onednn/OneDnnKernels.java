package org.tresnet4j.backbone.kernel.onednn;

import static org.tresnet4j.backbone.kernel.onednn.ChannelsLast.address;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Affine;
import org.tresnet4j.backbone.kernel.BatchStatistics;
import org.tresnet4j.backbone.kernel.Excitation;
import org.tresnet4j.backbone.kernel.ExcitationWeights;
import org.tresnet4j.backbone.kernel.FoldedConvolution;
import org.tresnet4j.backbone.kernel.Folding;
import org.tresnet4j.backbone.kernel.GroupNormalized;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.MaxPooled;
import org.tresnet4j.backbone.kernel.Memory;
import org.tresnet4j.backbone.kernel.Normalized;
import org.tresnet4j.backbone.kernel.Precision;
import org.tresnet4j.backbone.kernel.Window;

/**
 * The kernels on oneDNN, called directly on the memory of ND4J's arrays: x86-64 processors, float32 and bfloat16. Maps are
 * channels-last; gradients that come from foreign layers in another layout or type are converted first.
 */
public final class OneDnnKernels implements Kernels {

    private final DataType type;

    /** Kernels whose maps have that precision; needs {@link OneDnn#obstacle()} to be empty. */
    public OneDnnKernels(Precision precision) {
        this.type = precision == Precision.BFLOAT16 ? DataType.BFLOAT16 : DataType.FLOAT;
    }

    /** Whether maps have the layout of these kernels. */
    public static boolean made(INDArray maps) {
        return maps.rank() == 4 && maps.dataType() == DataType.FLOAT && ChannelsLast.is(maps);
    }

    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public INDArray spaceToDepth(INDArray images, int block, Memory memory) {
        INDArray plain = images;
        if (!dense(images)) {
            plain = memory.scratch(images.dataType(), images.shape());
            Reorder.copy(images, plain);
        }
        return SpaceToDepth.forward(plain, block, type, memory);
    }

    private static boolean dense(INDArray images) {
        return images.ordering() == 'c' && images.elementWiseStride() == 1;
    }

    @Override
    public INDArray spaceToDepthGradient(INDArray gradient, int block, Memory memory) {
        return SpaceToDepth.backward(maps(gradient, memory), block, memory);
    }

    @Override
    public INDArray convolution(INDArray x, INDArray weights, Window window, Memory memory) {
        return Convolution.forward(maps(x, memory), weights, window, memory);
    }

    @Override
    public INDArray convolutionGradient(
            INDArray x, INDArray weights, INDArray gradient, Window window, INDArray weightsGradient, Memory memory) {
        return Convolution.backward(maps(x, memory), weights, maps(gradient, memory), window, weightsGradient, memory);
    }

    @Override
    public void convolutionWeightsGradient(
            INDArray x, INDArray gradient, Window window, INDArray weightsGradient, Memory memory) {
        Convolution.weightsGradient(maps(x, memory), maps(gradient, memory), window, weightsGradient, memory);
    }

    @Override
    public FoldedConvolution fold(Folding folding) {
        return new PreparedConvolution(folding, type);
    }

    @Override
    public Normalized normalizeBatch(
            INDArray x, Affine affine, double slope, BatchStatistics statistics, Memory memory) {
        return InPlaceAbn.forward(x, affine, slope, statistics, true, memory);
    }

    @Override
    public Normalized normalize(INDArray x, Affine affine, double slope, BatchStatistics statistics, Memory memory) {
        return InPlaceAbn.forward(x, affine, slope, statistics, false, memory);
    }

    @Override
    public INDArray normalizeGradient(
            Normalized forward, INDArray gradient, Affine affine, double slope, Affine affineGradient, Memory memory) {
        return InPlaceAbn.backward(forward, maps(gradient, memory), affine, slope, affineGradient, memory);
    }

    @Override
    public void statisticsGradient(
            BatchStatistics running, BatchStatistics batch, long values, double momentum, BatchStatistics gradient) {
        InPlaceAbn.statisticsGradient(running, batch, values, momentum, gradient);
    }

    @Override
    public GroupNormalized normalizeGroups(INDArray x, int groups, Affine affine, Memory memory) {
        INDArray input = maps(x, memory);
        return SmallGroupNormalization.takes(ChannelsLast.of(input))
                ? SmallGroupNormalization.forward(input, groups, affine, memory)
                : GroupNormalization.forward(input, groups, affine, memory);
    }

    @Override
    public INDArray normalizeGroupsGradient(
            GroupNormalized forward, INDArray gradient, Affine affine, Affine affineGradient, Memory memory) {
        INDArray dy = maps(gradient, memory);
        return SmallGroupNormalization.takes(ChannelsLast.of(dy))
                ? SmallGroupNormalization.backward(forward, dy, affine, affineGradient, memory)
                : GroupNormalization.backward(forward, dy, affine, affineGradient, memory);
    }

    @Override
    public INDArray affine(INDArray x, Affine affine, Memory memory) {
        return ChannelAffine.forward(maps(x, memory), affine, memory);
    }

    @Override
    public INDArray affineGradient(INDArray x, INDArray gradient, Affine affine, Affine affineGradient, Memory memory) {
        return ChannelAffine.backward(maps(x, memory), maps(gradient, memory), affine, affineGradient, memory);
    }

    @Override
    public INDArray blur(INDArray x, Memory memory) {
        return Blur.forward(maps(x, memory), memory);
    }

    @Override
    public INDArray blurGradient(INDArray gradient, long[] shape, Memory memory) {
        return Blur.backward(maps(gradient, memory), ChannelsLast.of(type, shape), memory);
    }

    @Override
    public INDArray averagePool(INDArray x, Memory memory) {
        return Pooling.averages(maps(x, memory), memory);
    }

    @Override
    public INDArray averagePoolGradient(INDArray gradient, long[] shape, Memory memory) {
        return Pooling.averagesGradient(maps(gradient, memory), ChannelsLast.of(type, shape), memory);
    }

    @Override
    public MaxPooled maxPool(INDArray x, Window window, Memory memory) {
        return Pooling.maxima(maps(x, memory), window, memory);
    }

    @Override
    public INDArray maxPoolGradient(INDArray x, MaxPooled forward, INDArray gradient, Window window, Memory memory) {
        return Pooling.maximaGradient(forward, maps(gradient, memory), ChannelsLast.of(x), window, memory);
    }

    @Override
    public INDArray globalPool(INDArray x, Memory memory) {
        return SqueezeExcitation.means(maps(x, memory), memory);
    }

    @Override
    public INDArray globalPoolGradient(INDArray gradient, long[] shape, Memory memory) {
        INDArray pixel = gradient.reshape(shape[0], shape[1], 1, 1);
        return Pooling.meansGradient(maps(pixel, memory), ChannelsLast.of(type, shape), memory);
    }

    @Override
    public INDArray upsample(INDArray x, int factor, Memory memory) {
        INDArray input = maps(x, memory);
        ChannelsLast from = ChannelsLast.of(input);
        ChannelsLast to = from.withSides(from.height() * factor, from.width() * factor);
        INDArray y = to.output(memory);
        Upsampling.forward(from, to, address(input), address(y));
        return y;
    }

    @Override
    public INDArray upsampleGradient(INDArray gradient, int factor, Memory memory) {
        INDArray dy = maps(gradient, memory);
        ChannelsLast to = ChannelsLast.of(dy);
        ChannelsLast from = to.withSides(to.height() / factor, to.width() / factor);
        INDArray dx = from.output(memory);
        Upsampling.backward(from, to, address(dy), address(dx));
        return dx;
    }

    @Override
    public Excitation exciteChannels(INDArray x, ExcitationWeights weights, Memory memory) {
        return SqueezeExcitation.gates(maps(x, memory), weights, memory);
    }

    @Override
    public INDArray gateChannels(INDArray x, INDArray gate, Memory memory) {
        return SqueezeExcitation.gate(maps(x, memory), gate, memory);
    }

    @Override
    public INDArray exciteChannelsGradient(
            INDArray x,
            ExcitationWeights weights,
            Excitation forward,
            INDArray gradient,
            ExcitationWeights weightsGradient,
            Memory memory) {
        return SqueezeExcitation.backward(
                maps(x, memory), weights, forward, maps(gradient, memory), weightsGradient, memory);
    }

    @Override
    public INDArray residual(INDArray a, INDArray b, Memory memory) {
        ChannelsLast maps = ChannelsLast.of(type, a.shape());
        return sum(maps, a, b, true, maps.output(memory), memory);
    }

    @Override
    public INDArray gatedResidual(INDArray x, INDArray gate, INDArray shortcut, Memory memory) {
        if (type != DataType.FLOAT) {
            return residual(gateChannels(x, gate, memory), shortcut, memory);
        }
        INDArray y = ChannelsLast.of(type, x.shape()).output(memory);
        ChannelFactors.multiplyAddRectify(maps(x, memory), gate, maps(shortcut, memory), y);
        return y;
    }

    @Override
    public INDArray residualGradient(INDArray y, INDArray gradient, Memory memory) {
        ChannelsLast maps = ChannelsLast.of(y);
        INDArray dx = maps.output(memory);
        LeakyRelu.backward(maps, 0, address(y), address(maps(gradient, memory)), address(dx));
        return dx;
    }

    @Override
    public INDArray add(INDArray a, INDArray b, Memory memory) {
        ChannelsLast maps = ChannelsLast.of(type, a.shape());
        return sum(maps, a, b, false, maps.output(memory), memory);
    }

    @Override
    public INDArray sum(INDArray a, INDArray b, Memory memory) {
        ChannelsLast maps = ChannelsLast.of(type, a.shape());
        return sum(maps, a, b, false, maps.scratch(memory), memory);
    }

    private INDArray sum(ChannelsLast maps, INDArray a, INDArray b, boolean relu, INDArray y, Memory memory) {
        Elementwise.add(maps, relu, address(maps(a, memory)), address(maps(b, memory)), address(y));
        return y;
    }

    @Override
    public INDArray copy(INDArray x, Memory memory) {
        INDArray copy = ChannelsLast.of(type, x.shape()).output(memory);
        Reorder.copy(x, copy);
        return copy;
    }

    @Override
    public void write(INDArray x, INDArray target) {
        Reorder.copy(x, target);
    }

    private INDArray maps(INDArray array, Memory memory) {
        return ChannelsLast.of(array, type, memory);
    }
}
