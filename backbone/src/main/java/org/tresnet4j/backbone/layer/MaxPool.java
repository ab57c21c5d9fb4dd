package org.tresnet4j.backbone.layer;

import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;
import org.tresnet4j.backbone.kernel.Window;

/** Max pooling: [N,C,H,W] → [N,C,H',W']. TResNet has none; networks beside it, such as ResNet, do. */
public final class MaxPool extends ParameterlessLayer {

    private static final long serialVersionUID = 1L;

    private int size = 3;
    private int stride = 2;

    /** 3×3 at stride 2, as in ResNet; for deserialisation, too. */
    public MaxPool() {}

    /** Windows of other sizes. */
    public MaxPool(Window window) {
        this.size = window.size();
        this.stride = window.stride();
    }

    Window window() {
        return new Window(size, stride);
    }

    @Override
    ParameterlessLayerImpl implementation(NeuralNetConfiguration conf, DataType type) {
        return new MaxPoolLayer(conf, type);
    }

    @Override
    INDArray forward(Kernels kernels, INDArray x, Memory memory) {
        return kernels.maxPool(x, window(), memory).output();
    }

    /** Needs the input and the positions, not only the shape: see {@link MaxPoolLayer}. */
    @Override
    INDArray gradient(Kernels kernels, INDArray gradient, long[] shape, Memory memory) {
        throw new UnsupportedOperationException("the gradient of max pooling depends on its input");
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        InputTypeConvolutional maps = Maps.type(inputType, getLayerName());
        return InputType.convolutional(
                window().output(maps.getHeight()), window().output(maps.getWidth()), maps.getChannels());
    }

    public int getSize() {
        return size;
    }

    public void setSize(int size) {
        this.size = size;
    }

    public int getStride() {
        return stride;
    }

    public void setStride(int stride) {
        this.stride = stride;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof MaxPool that && window().equals(that.window());
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), size, stride);
    }
}
