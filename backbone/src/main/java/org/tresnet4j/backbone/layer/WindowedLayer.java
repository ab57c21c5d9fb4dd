package org.tresnet4j.backbone.layer;

import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.tresnet4j.backbone.kernel.Window;

/** The configuration of a layer whose filters move over maps: [N,I,H,W] → [N,O,H',W']. */
abstract class WindowedLayer extends KernelLayer {

    private static final long serialVersionUID = 1L;

    private int kernelSize;
    private int stride = 1;

    /** For deserialisation. */
    WindowedLayer() {}

    WindowedLayer(long channelsIn, long channelsOut, Window window) {
        super(channelsIn, channelsOut);
        this.kernelSize = window.size();
        this.stride = window.stride();
    }

    Window window() {
        return new Window(kernelSize, stride);
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
        return super.equals(other)
                && other instanceof WindowedLayer that
                && kernelSize == that.kernelSize
                && stride == that.stride;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), kernelSize, stride);
    }
}
