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

    /** A copy, as an epsilon may lie in a workspace that ends before the maps' own layer runs. */
    @Override
    INDArray gradient(Kernels kernels, INDArray gradient, long[] shape, Memory memory) {
        INDArray copy = memory.output(gradient.dataType(), shape);
        copy.assign(gradient);
        return copy;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        return Maps.type(inputType, getLayerName());
    }
}
