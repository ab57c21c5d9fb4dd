package org.tresnet4j.backbone.layer;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;

/** The shortcut's 2×2 average pooling: [N,C,H,W] → [N,C,⌈H/2⌉,⌈W/2⌉]. */
public final class ShortcutPool extends ParameterlessLayer {

    private static final long serialVersionUID = 1L;

    @Override
    INDArray forward(Kernels kernels, INDArray x, Memory memory) {
        return kernels.averagePool(x, memory);
    }

    @Override
    INDArray gradient(Kernels kernels, INDArray gradient, long[] shape, Memory memory) {
        return kernels.averagePoolGradient(gradient, shape, memory);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        InputTypeConvolutional maps = Maps.type(inputType, getLayerName());
        return InputType.convolutional((maps.getHeight() + 1) / 2, (maps.getWidth() + 1) / 2, maps.getChannels());
    }
}
