package org.tresnet4j.backbone.layer;

import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Window;

/**
 * Convolution without bias followed by In-Place ABN, as one layer with one activation buffer: in training the
 * normalisation overwrites the convolution's output, and the backward pass recovers what it needs from the result
 * (paper 2003.13630, section 2.2). [N,I,H,W] → [N,O,H',W'].
 *
 * <p>Parameters: {@code W} [O,I,k,k], {@code gamma}, {@code beta}, {@code mean}, {@code var} [O]. Running statistics
 * follow with momentum 0.1, the variance unbiased.
 */
public final class ConvolutionAbn extends WindowedLayer {

    private static final long serialVersionUID = 1L;

    private double slope = Kernels.IDENTITY;
    private boolean zeroScale;
    private boolean frozenStatistics;
    private boolean firstInGraph;

    /** For deserialisation. */
    public ConvolutionAbn() {}

    /**
     * A convolution of stride 1 whose normalisation starts at scale 1.
     *
     * @param kernelSize of the filter in pixels, odd
     * @param slope of the leaky ReLU below zero, in (0,1]; 1 is the identity
     */
    public ConvolutionAbn(long channelsIn, long channelsOut, int kernelSize, double slope) {
        super(channelsIn, channelsOut, new Window(kernelSize, 1));
        if (!(slope > 0 && slope <= 1)) {
            throw new IllegalArgumentException("slope " + slope + " must be in (0,1]: In-Place ABN inverts it");
        }
        this.slope = slope;
    }

    /** The same with another stride. */
    public ConvolutionAbn withStride(int stride) {
        ConvolutionAbn copy = (ConvolutionAbn) clone();
        copy.setStride(new Window(getKernelSize(), stride).stride());
        return copy;
    }

    /** The same with a scale that starts at 0, as the last of a residual block does. */
    public ConvolutionAbn withZeroScale() {
        ConvolutionAbn copy = (ConvolutionAbn) clone();
        copy.zeroScale = true;
        return copy;
    }

    /** The same for an input that is made of images alone: nobody reads its gradient, so none is computed. */
    public ConvolutionAbn asFirstInGraph() {
        ConvolutionAbn copy = (ConvolutionAbn) clone();
        copy.firstInGraph = true;
        return copy;
    }

    /** Whether a graph's parameter of this key ({@code node_parameter}) is a running statistic. */
    public static boolean isStatistic(String key) {
        return key.endsWith("_" + ConvolutionAbnParameters.MEAN)
                || key.endsWith("_" + ConvolutionAbnParameters.VARIANCE);
    }

    @Override
    protected ParameterTable<?> parameters() {
        return ConvolutionAbnParameters.INSTANCE;
    }

    @Override
    protected KernelLayerImpl<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new ConvolutionAbnLayer(conf, type);
    }

    public double getSlope() {
        return slope;
    }

    public void setSlope(double slope) {
        this.slope = slope;
    }

    /** Whether training, too, normalises by the running statistics, and leaves them as they are. */
    public boolean isFrozenStatistics() {
        return frozenStatistics;
    }

    public void setFrozenStatistics(boolean frozenStatistics) {
        this.frozenStatistics = frozenStatistics;
    }

    public boolean isZeroScale() {
        return zeroScale;
    }

    public void setZeroScale(boolean zeroScale) {
        this.zeroScale = zeroScale;
    }

    public boolean isFirstInGraph() {
        return firstInGraph;
    }

    public void setFirstInGraph(boolean firstInGraph) {
        this.firstInGraph = firstInGraph;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof ConvolutionAbn that
                && slope == that.slope
                && zeroScale == that.zeroScale
                && frozenStatistics == that.frozenStatistics
                && firstInGraph == that.firstInGraph;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), slope, zeroScale, frozenStatistics, firstInGraph);
    }
}
