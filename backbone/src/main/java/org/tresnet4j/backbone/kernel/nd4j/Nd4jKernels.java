package org.tresnet4j.backbone.kernel.nd4j;

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
import org.tresnet4j.backbone.kernel.Window;

/** The kernels on ND4J's native operations: channels-first, on any device, in float and double. */
public final class Nd4jKernels implements Kernels {

    /** Of {@code conv2d}: weights are [O,I,k,k]. */
    static final int WEIGHTS_OIHW = 1;

    /** Of {@code conv2d} and the poolings: maps are [N,C,H,W]. */
    static final int NCHW = 0;

    /** Of {@code upsampling2d}: maps are [N,C,H,W]. */
    private static final int NCHW_OF_UPSAMPLING = 1;

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public INDArray spaceToDepth(INDArray images, int block, Memory memory) {
        return SpaceToDepthFilters.forward(images, block, memory);
    }

    @Override
    public INDArray spaceToDepthGradient(INDArray gradient, int block, Memory memory) {
        return SpaceToDepthFilters.backward(gradient, block, memory);
    }

    @Override
    public INDArray convolution(INDArray x, INDArray weights, Window window, Memory memory) {
        INDArray y = memory.output(
                x.dataType(), x.size(0), weights.size(0), window.output(x.size(2)), window.output(x.size(3)));
        Ops.run("conv2d", Ops.of(x, weights), Ops.of(y), arguments(window));
        return y;
    }

    @Override
    public INDArray convolutionGradient(
            INDArray x, INDArray weights, INDArray gradient, Window window, INDArray weightsGradient, Memory memory) {
        INDArray dx = memory.output(x.dataType(), x.shape());
        Ops.run("conv2d_bp", Ops.of(x, weights, gradient), Ops.of(dx, weightsGradient), arguments(window));
        return dx;
    }

    /** ND4J has no operation for one gradient alone: the other one, of any weights, is thrown away. */
    @Override
    public void convolutionWeightsGradient(
            INDArray x, INDArray gradient, Window window, INDArray weightsGradient, Memory memory) {
        INDArray anyWeights = memory.scratch(weightsGradient.dataType(), weightsGradient.shape());
        INDArray dx = memory.scratch(x.dataType(), x.shape());
        Ops.run("conv2d_bp", Ops.of(x, anyWeights, gradient), Ops.of(dx, weightsGradient), arguments(window));
    }

    @Override
    public FoldedConvolution fold(Folding folding) {
        return (x, summand, memory) -> {
            INDArray y = convolution(x, folding.weights(), folding.window(), memory);
            Ops.addToChannels(y, folding.bias());
            INDArray result = folding.withSum() ? summand : y;
            if (folding.withSum()) {
                Ops.run("add", Ops.of(summand, y), Ops.of(summand));
            }
            InPlaceAbn.activate(result, folding.slope(), memory);
            return result;
        };
    }

    private static int[] arguments(Window window) {
        int size = window.size();
        int stride = window.stride();
        int padding = window.padding();
        int dilation = 1;
        int explicitPadding = 0;
        return new int[] {
            size, size, stride, stride, padding, padding, dilation, dilation, explicitPadding, NCHW, WEIGHTS_OIHW
        };
    }

    @Override
    public Normalized normalizeBatch(
            INDArray x, Affine affine, double slope, BatchStatistics statistics, Memory memory) {
        InPlaceAbn.measure(x, statistics, memory);
        InPlaceAbn.forward(x, affine, slope, statistics, memory);
        return new Normalized(x, x, statistics, true);
    }

    @Override
    public Normalized normalize(INDArray x, Affine affine, double slope, BatchStatistics statistics, Memory memory) {
        InPlaceAbn.forward(x, affine, slope, statistics, memory);
        return new Normalized(x, x, statistics, false);
    }

    @Override
    public INDArray normalizeGradient(
            Normalized forward, INDArray gradient, Affine affine, double slope, Affine affineGradient, Memory memory) {
        return InPlaceAbn.backward(forward, gradient, affine, slope, affineGradient, memory);
    }

    @Override
    public void statisticsGradient(
            BatchStatistics running, BatchStatistics batch, long values, double momentum, BatchStatistics gradient) {
        gradient.mean().assign(running.mean()).subi(batch.mean()).muli(momentum);
        gradient.variance()
                .assign(batch.variance())
                .muli(-values / (values - 1.0))
                .addi(running.variance())
                .muli(momentum);
    }

    @Override
    public GroupNormalized normalizeGroups(INDArray x, int groups, Affine affine, Memory memory) {
        return GroupNormalization.forward(x, groups, affine, memory);
    }

    @Override
    public INDArray normalizeGroupsGradient(
            GroupNormalized forward, INDArray gradient, Affine affine, Affine affineGradient, Memory memory) {
        return GroupNormalization.backward(forward, gradient, affine, affineGradient, memory);
    }

    @Override
    public INDArray affine(INDArray x, Affine affine, Memory memory) {
        Ops.multiply(x, Ops.channels(affine.scale()), x);
        Ops.addToChannels(x, affine.shift());
        return x;
    }

    @Override
    public INDArray affineGradient(INDArray x, INDArray gradient, Affine affine, Affine affineGradient, Memory memory) {
        INDArray dy = Ops.dense(gradient, memory);
        affineGradient.shift().assign(dy.sum(0, 2, 3));
        affineGradient.scale().assign(Ops.mapDots(dy, x).sum(0));
        INDArray dx = memory.scratch(x.dataType(), x.shape());
        Ops.multiply(dy, Ops.channels(affine.scale()), dx);
        return dx;
    }

    @Override
    public INDArray blur(INDArray x, Memory memory) {
        return Blur.forward(x, memory);
    }

    @Override
    public INDArray blurGradient(INDArray gradient, long[] shape, Memory memory) {
        return Blur.backward(gradient, shape, memory);
    }

    @Override
    public INDArray averagePool(INDArray x, Memory memory) {
        INDArray y = memory.output(x.dataType(), x.size(0), x.size(1), (x.size(2) + 1) / 2, (x.size(3) + 1) / 2);
        Ops.run("avgpool2d", Ops.of(x), Ops.of(y), averagePoolArguments());
        return y;
    }

    @Override
    public INDArray averagePoolGradient(INDArray gradient, long[] shape, Memory memory) {
        INDArray x = memory.scratch(gradient.dataType(), shape);
        INDArray dx = memory.output(gradient.dataType(), shape);
        Ops.run("avgpool2d_bp", Ops.of(x, gradient), Ops.of(dx), averagePoolArguments());
        return dx;
    }

    /** "Same" padding of a 2×2 window at stride 2 adds at most one row below and one column to the right: ceil mode. */
    private static int[] averagePoolArguments() {
        int samePadding = 1;
        int excludePadding = 0;
        return new int[] {2, 2, 2, 2, 0, 0, 1, 1, samePadding, excludePadding, NCHW};
    }

    @Override
    public MaxPooled maxPool(INDArray x, Window window, Memory memory) {
        INDArray y =
                memory.output(x.dataType(), x.size(0), x.size(1), window.output(x.size(2)), window.output(x.size(3)));
        Ops.run("maxpool2d", Ops.of(x), Ops.of(y), maxPoolArguments(window));
        return new MaxPooled(y, null);
    }

    @Override
    public INDArray maxPoolGradient(INDArray x, MaxPooled forward, INDArray gradient, Window window, Memory memory) {
        INDArray dx = memory.output(x.dataType(), x.shape());
        Ops.run("maxpool2d_bp", Ops.of(x, gradient), Ops.of(dx), maxPoolArguments(window));
        return dx;
    }

    private static int[] maxPoolArguments(Window window) {
        int size = window.size();
        int stride = window.stride();
        int padding = window.padding();
        int explicitPadding = 0;
        int unused = 1;
        return new int[] {size, size, stride, stride, padding, padding, 1, 1, explicitPadding, unused, NCHW};
    }

    @Override
    public INDArray globalPool(INDArray x, Memory memory) {
        INDArray y = memory.output(x.dataType(), x.size(0), x.size(1), 1, 1);
        Ops.mapMeans(x, y);
        return y.reshape(x.size(0), x.size(1));
    }

    @Override
    public INDArray globalPoolGradient(INDArray gradient, long[] shape, Memory memory) {
        long pixels = shape[2] * shape[3];
        INDArray dx = memory.output(gradient.dataType(), shape);
        dx.assign(0);
        dx.reshape(shape[0] * shape[1], pixels)
                .addiColumnVector(gradient.div(pixels).reshape(shape[0] * shape[1], 1));
        return dx;
    }

    @Override
    public INDArray upsample(INDArray x, int factor, Memory memory) {
        INDArray y = memory.output(x.dataType(), x.size(0), x.size(1), x.size(2) * factor, x.size(3) * factor);
        Ops.run("upsampling2d", Ops.of(x), Ops.of(y), factor, factor, NCHW_OF_UPSAMPLING);
        return y;
    }

    @Override
    public INDArray upsampleGradient(INDArray gradient, int factor, Memory memory) {
        INDArray dx = memory.output(
                gradient.dataType(),
                gradient.size(0),
                gradient.size(1),
                gradient.size(2) / factor,
                gradient.size(3) / factor);
        // the sum over a square is its average times its pixels
        int includePadding = 1;
        Ops.run(
                "avgpool2d",
                Ops.of(gradient),
                Ops.of(dx),
                factor,
                factor,
                factor,
                factor,
                0,
                0,
                1,
                1,
                0,
                includePadding,
                NCHW);
        Ops.multiply(dx, (double) factor * factor, dx);
        return dx;
    }

    @Override
    public Excitation exciteChannels(INDArray x, ExcitationWeights weights, Memory memory) {
        return SqueezeExcitation.gates(x, weights, memory);
    }

    @Override
    public INDArray gateChannels(INDArray x, INDArray gate, Memory memory) {
        return SqueezeExcitation.gate(x, gate, memory);
    }

    @Override
    public INDArray exciteChannelsGradient(
            INDArray x,
            ExcitationWeights weights,
            Excitation forward,
            INDArray gradient,
            ExcitationWeights weightsGradient,
            Memory memory) {
        return SqueezeExcitation.backward(x, weights, forward, gradient, weightsGradient, memory);
    }

    @Override
    public INDArray residual(INDArray a, INDArray b, Memory memory) {
        INDArray y = memory.output(a.dataType(), a.shape());
        Ops.run("add", Ops.of(a, b), Ops.of(y));
        Ops.maximum(y, 0, y);
        return y;
    }

    @Override
    public INDArray gatedResidual(INDArray x, INDArray gate, INDArray shortcut, Memory memory) {
        return residual(gateChannels(x, gate, memory), shortcut, memory);
    }

    @Override
    public INDArray residualGradient(INDArray y, INDArray gradient, Memory memory) {
        INDArray dx = memory.output(y.dataType(), y.shape());
        // y is never negative, so its sign is the derivative of ReLU
        Ops.sign(y, dx);
        Ops.multiply(dx, gradient, dx);
        return dx;
    }

    @Override
    public INDArray add(INDArray a, INDArray b, Memory memory) {
        INDArray y = memory.output(a.dataType(), a.shape());
        Ops.run("add", Ops.of(a, b), Ops.of(y));
        return y;
    }

    @Override
    public INDArray sum(INDArray a, INDArray b, Memory memory) {
        INDArray y = memory.scratch(a.dataType(), a.shape());
        Ops.run("add", Ops.of(a, b), Ops.of(y));
        return y;
    }

    @Override
    public INDArray copy(INDArray x, Memory memory) {
        INDArray y = memory.output(x.dataType(), x.shape());
        Ops.copy(x, y);
        return y;
    }

    @Override
    public void write(INDArray x, INDArray target) {
        target.assign(x);
    }
}
