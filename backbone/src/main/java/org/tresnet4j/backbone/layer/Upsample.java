package org.tresnet4j.backbone.layer;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;

/** Nearest-neighbour upsampling by 2: [N,C,H,W] → [N,C,2H,2W]. */
public final class Upsample extends ParameterlessLayer {

    private static final long serialVersionUID = 1L;

    private static final int FACTOR = 2;

    @Override
    INDArray forward(Kernels kernels, INDArray x, Memory memory) {
        return kernels.upsample(x, FACTOR, memory);
    }

    @Override
    INDArray gradient(Kernels kernels, INDArray gradient, long[] shape, Memory memory) {
        return kernels.upsampleGradient(gradient, FACTOR, memory);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        InputTypeConvolutional maps = Maps.type(inputType, getLayerName());
        return InputType.convolutional(maps.getHeight() * FACTOR, maps.getWidth() * FACTOR, maps.getChannels());
    }
}
