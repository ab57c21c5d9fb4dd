package org.tresnet4j.backbone.layer;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.MaxPooled;
import org.tresnet4j.backbone.kernel.Memory;

/** Runs a {@link MaxPool}: keeps where the maxima were. */
final class MaxPoolLayer extends ParameterlessLayerImpl {

    private static final long serialVersionUID = 1L;

    private transient MaxPooled pooled;

    MaxPoolLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    private MaxPool maxPool() {
        return (MaxPool) layerConf();
    }

    @Override
    INDArray forward(Memory memory) {
        pooled = kernels.maxPool(input, maxPool().window(), memory);
        return pooled.output();
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray gradient = kernels.maxPoolGradient(
                input, pooled, epsilon, maxPool().window(), WorkspaceMemory.backward(workspaces));
        return new Pair<>(new DefaultGradient(), gradient);
    }

    @Override
    public void clear() {
        super.clear();
        pooled = null;
    }

    @Override
    public Layer clone() {
        return new MaxPoolLayer(conf.clone(), dataType);
    }
}
