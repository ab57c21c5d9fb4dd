package org.tresnet4j.backbone.layer;

import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.nd4j.linalg.api.buffer.DataType;
import org.tresnet4j.backbone.kernel.Window;

/**
 * Convolution with bias and nothing behind it, as in feature pyramids: [N,I,H,W] → [N,O,H',W'].
 *
 * <p>Parameters: {@code W} [O,I,k,k], Xavier uniform, and {@code b} [O], 0.
 */
public final class Convolution extends KernelLayer {

    private static final long serialVersionUID = 1L;

    private int kernelSize;
    private int stride = 1;

    /** For deserialisation. */
    public Convolution() {}

    /** A convolution of the given window. */
    public Convolution(long channelsIn, long channelsOut, Window window) {
        super(channelsIn, channelsOut);
        this.kernelSize = window.size();
        this.stride = window.stride();
    }

    Window window() {
        return new Window(kernelSize, stride);
    }

    @Override
    protected ParameterTable<?> parameters() {
        return ConvolutionParameters.INSTANCE;
    }

    @Override
    protected KernelLayerImpl<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new ConvolutionLayer(conf, type);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        InputTypeConvolutional maps = Maps.type(inputType, getLayerName());
        return InputType.convolutional(window().output(maps.getHeight()), window().output(maps.getWidth()), getNOut());
    }

    public int getKernelSize() {
        return kernelSize;
    }

    public void setKernelSize(int kernelSize) {
        this.kernelSize = kernelSize;
    }

    public int getStride() {
        return stride;
    }

    public void setStride(int stride) {
        this.stride = stride;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof Convolution that && window().equals(that.window());
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), kernelSize, stride);
    }
}
