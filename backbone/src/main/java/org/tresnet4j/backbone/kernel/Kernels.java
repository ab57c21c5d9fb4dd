package org.tresnet4j.backbone.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mathematics of TResNet, forward and backward, as functions of arrays.
 *
 * <p>Every map has the logical shape [N,C,H,W]; how it lies in memory is the implementation's affair, and only arrays
 * that {@link #spaceToDepth} emitted or that came from another kernel may be passed on; gradients may come from
 * anywhere. Parameters and their gradients are dense, float or double.
 *
 * <p>Unless a method says otherwise, arguments are not modified, results are allocated from the {@link Memory}, and
 * gradients of parameters are written into the given arrays (not added).
 */
public interface Kernels {

    /** ε of the normalisation, both under the root and added to |scale| (In-Place ABN). */
    double EPSILON = 1e-5;

    /** The slope that makes the activation the identity. */
    double IDENTITY = 1.0;

    /** The name in configurations and reports. */
    String name();

    /**
     * Moves blocks of pixels into channels (paper 2003.13630, section 2.1).
     *
     * @param images [N,C,H,W] in plain channels-first layout, H and W multiples of {@code block}
     * @return [N,C·block²,H/block,W/block], channels ordered by block row, block column, colour
     */
    INDArray spaceToDepth(INDArray images, int block, Memory memory);

    /** The gradient of {@link #spaceToDepth}: its inverse. */
    INDArray spaceToDepthGradient(INDArray gradient, int block, Memory memory);

    /**
     * Convolution without bias, zero padding {@link Window#padding()}.
     *
     * @param x [N,I,H,W]
     * @param weights [O,I,k,k]
     * @return [N,O,H',W']
     */
    INDArray convolution(INDArray x, INDArray weights, Window window, Memory memory);

    /**
     * The gradients of {@link #convolution}.
     *
     * @param gradient of its result
     * @param weightsGradient [O,I,k,k], overwritten
     * @return the gradient of x
     */
    INDArray convolutionGradient(
            INDArray x, INDArray weights, INDArray gradient, Window window, INDArray weightsGradient, Memory memory);

    /**
     * The gradient of a {@link #convolution}'s weights alone, for an x from which nothing is learned, such as images.
     *
     * @param weightsGradient [O,I,k,k], overwritten
     */
    void convolutionWeightsGradient(
            INDArray x, INDArray gradient, Window window, INDArray weightsGradient, Memory memory);

    /** A convolution for inference that does what the folding says, with its weights prepared once. */
    FoldedConvolution fold(Folding folding);

    /**
     * In-Place ABN with the statistics of the batch: x ← act((|scale|+ε)·x̂ + shift), x̂ = (x − mean)/√(variance+ε),
     * act = leaky ReLU.
     *
     * @param x [N,C,H,W], overwritten or kept; not the caller's any more. More than one value a channel
     * @param slope of the activation below zero, in (0,1]
     * @param statistics overwritten with those of the batch
     */
    Normalized normalizeBatch(INDArray x, Affine affine, double slope, BatchStatistics statistics, Memory memory);

    /** As {@link #normalizeBatch} with given statistics, which are read only. */
    Normalized normalize(INDArray x, Affine affine, double slope, BatchStatistics statistics, Memory memory);

    /**
     * The gradients of {@link #normalizeBatch}, or of {@link #normalize}, whose statistics are constants.
     *
     * @param gradient of the output
     * @param affineGradient overwritten; the gradient of a scale changes its sign for scale &lt; 0 only
     * @return the gradient of x, in scratch memory
     */
    INDArray normalizeGradient(
            Normalized forward, INDArray gradient, Affine affine, double slope, Affine affineGradient, Memory memory);

    /**
     * How far running statistics move to those of a batch, as an updater subtracts it: momentum·(running − batch), with the
     * batch's variance as one of a sample.
     *
     * @param values of a channel in the batch, at least 2
     * @param gradient overwritten
     */
    void statisticsGradient(
            BatchStatistics running, BatchStatistics batch, long values, double momentum, BatchStatistics gradient);

    /**
     * Group normalisation (1803.08494) and ReLU: y = max(scale·x̂ + shift, 0), x̂ with the mean and variance of each group
     * of neighbouring channels in each image.
     *
     * @param x [N,C,H,W], kept for the backward pass
     * @param groups a divisor of C
     */
    GroupNormalized normalizeGroups(INDArray x, int groups, Affine affine, Memory memory);

    /**
     * The gradients of {@link #normalizeGroups}.
     *
     * @param affineGradient overwritten
     * @return the gradient of x, in scratch memory
     */
    INDArray normalizeGroupsGradient(
            GroupNormalized forward, INDArray gradient, Affine affine, Affine affineGradient, Memory memory);

    /**
     * x ← scale·x + shift in every channel, e.g. a convolution's bias.
     *
     * @param x [N,C,H,W], overwritten; not the caller's any more
     * @return [N,C,H,W]
     */
    INDArray affine(INDArray x, Affine affine, Memory memory);

    /**
     * The gradients of {@link #affine}.
     *
     * @param x a copy of what it was given; where only the shift is learned, any maps of that shape
     * @param affineGradient overwritten
     * @return the gradient of x, in scratch memory
     */
    INDArray affineGradient(INDArray x, INDArray gradient, Affine affine, Affine affineGradient, Memory memory);

    /**
     * Anti-aliased downsampling by 2: reflected border of 1, [1,2,1]⊗[1,2,1]/16 in every channel, stride 2.
     *
     * @param x [N,C,H,W], H and W at least 2
     * @return [N,C,⌈H/2⌉,⌈W/2⌉]
     */
    INDArray blur(INDArray x, Memory memory);

    /**
     * The gradient of {@link #blur}.
     *
     * @param shape of its x
     */
    INDArray blurGradient(INDArray gradient, long[] shape, Memory memory);

    /**
     * Average pooling 2×2, stride 2, over the pixels inside the map.
     *
     * @return [N,C,⌈H/2⌉,⌈W/2⌉]
     */
    INDArray averagePool(INDArray x, Memory memory);

    /**
     * The gradient of {@link #averagePool}.
     *
     * @param shape of its x
     */
    INDArray averagePoolGradient(INDArray gradient, long[] shape, Memory memory);

    /**
     * The largest value of each window, zero padding never counting.
     *
     * @return [N,C,H',W']
     */
    MaxPooled maxPool(INDArray x, Window window, Memory memory);

    /** The gradient of {@link #maxPool}: each goes to the position of its maximum. */
    INDArray maxPoolGradient(INDArray x, MaxPooled forward, INDArray gradient, Window window, Memory memory);

    /**
     * The mean of every map.
     *
     * @return [N,C] in plain layout
     */
    INDArray globalPool(INDArray x, Memory memory);

    /**
     * The gradient of {@link #globalPool}.
     *
     * @param shape of its x
     */
    INDArray globalPoolGradient(INDArray gradient, long[] shape, Memory memory);

    /**
     * Nearest-neighbour upsampling.
     *
     * @param factor at least 1
     * @return [N,C,factor·H,factor·W]
     */
    INDArray upsample(INDArray x, int factor, Memory memory);

    /** The gradient of {@link #upsample}: sums over the squares. */
    INDArray upsampleGradient(INDArray gradient, int factor, Memory memory);

    /** The gates of squeeze-and-excitation (1709.01507): σ(W₂·ReLU(W₁·mean(x) + b₁) + b₂). */
    Excitation exciteChannels(INDArray x, ExcitationWeights weights, Memory memory);

    /**
     * x times its gates.
     *
     * @param gate [N,C]
     * @return [N,C,H,W]
     */
    INDArray gateChannels(INDArray x, INDArray gate, Memory memory);

    /**
     * The gradients of {@link #exciteChannels} and {@link #gateChannels} together.
     *
     * @param forward the gates
     * @param weightsGradient overwritten
     * @return the gradient of x
     */
    INDArray exciteChannelsGradient(
            INDArray x,
            ExcitationWeights weights,
            Excitation forward,
            INDArray gradient,
            ExcitationWeights weightsGradient,
            Memory memory);

    /** The end of a block: ReLU(a + b). */
    INDArray residual(INDArray a, INDArray b, Memory memory);

    /**
     * {@link #gateChannels} and {@link #residual}, where nobody else reads what is between them: ReLU(x·gate + shortcut).
     *
     * @param gate [N,C]
     */
    INDArray gatedResidual(INDArray x, INDArray gate, INDArray shortcut, Memory memory);

    /**
     * The gradient of {@link #residual}, the same for both summands.
     *
     * @param y its result
     */
    INDArray residualGradient(INDArray y, INDArray gradient, Memory memory);

    /** a + b, in output memory. */
    INDArray add(INDArray a, INDArray b, Memory memory);

    /** a + b, in scratch memory: gradients of several consumers. */
    INDArray sum(INDArray a, INDArray b, Memory memory);

    /** A copy, in output memory. */
    INDArray copy(INDArray x, Memory memory);

    /** Hands maps to foreign code: writes them into an array of the same shape in any layout, float or double. */
    void write(INDArray x, INDArray target);
}
