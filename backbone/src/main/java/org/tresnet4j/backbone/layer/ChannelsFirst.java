package org.tresnet4j.backbone.layer;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;

/** Hands maps to foreign layers: the same values in plain layout and the network's precision, see {@code Features}. */
public final class ChannelsFirst extends ParameterlessLayer {

    private static final long serialVersionUID = 1L;

    @Override
    INDArray forward(Kernels kernels, INDArray x, Memory memory) {
        DataType type = x.dataType() == DataType.BFLOAT16 ? DataType.FLOAT : x.dataType();
        INDArray plain = memory.output(type, x.shape());
        kernels.write(x, plain);
        return plain;
    }

    /** Kernels take gradients in any layout and type. */
    @Override
    INDArray gradient(Kernels kernels, INDArray gradient, long[] shape, Memory memory) {
        return gradient;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        return Maps.type(inputType, getLayerName());
    }
}
