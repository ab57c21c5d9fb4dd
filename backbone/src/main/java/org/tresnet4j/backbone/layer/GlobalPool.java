package org.tresnet4j.backbone.layer;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;

/** Fast global average pooling: [N,C,H,W] → [N,C] (paper 2003.13630, section 2.3). */
public final class GlobalPool extends ParameterlessLayer {

    private static final long serialVersionUID = 1L;

    @Override
    INDArray forward(Kernels kernels, INDArray x, Memory memory) {
        return kernels.globalPool(x, memory);
    }

    @Override
    INDArray gradient(Kernels kernels, INDArray gradient, long[] shape, Memory memory) {
        return kernels.globalPoolGradient(gradient, shape, memory);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        return InputType.feedForward(Maps.type(inputType, getLayerName()).getChannels());
    }
}
