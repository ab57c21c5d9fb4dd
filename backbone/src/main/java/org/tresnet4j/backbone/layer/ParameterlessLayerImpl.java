package org.tresnet4j.backbone.layer;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.KernelSelection;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;

/** Runs a {@link ParameterlessLayer}. */
class ParameterlessLayerImpl extends AbstractLayer<ParameterlessLayer> implements Inference, Recomputable {

    private static final long serialVersionUID = 1L;

    transient Kernels kernels;

    private transient ForwardMemory forwardMemory = ForwardMemory.WORKSPACES;

    ParameterlessLayerImpl(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override
    public final INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        layerConf().check(input);
        kernels = layerConf().entrance(dataType).orElseGet(() -> KernelSelection.of(input));
        return forward(forwardMemory.of(training, workspaces));
    }

    /** The forward part of a pass, with the input as it is set. */
    INDArray forward(Memory memory) {
        return layerConf().forward(kernels, input, memory);
    }

    @Override
    public final void setForwardMemory(ForwardMemory memory) {
        forwardMemory = memory;
    }

    @Override
    public final INDArray recompute(Memory memory) {
        return forward(memory);
    }

    @Override
    public Kernels kernels(Kernels ofInput) {
        return layerConf().entrance(dataType).orElse(ofInput);
    }

    @Override
    public INDArray infer(Kernels implementation, INDArray x, Memory memory) {
        layerConf().check(x);
        return layerConf().forward(implementation, x, memory);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray gradient = layerConf().gradient(kernels, epsilon, input.shape(), WorkspaceMemory.backward(workspaces));
        return new Pair<>(new DefaultGradient(), gradient);
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public void clearNoiseWeightParams() {
        // no parameters, no noise
    }

    @Override
    public Layer clone() {
        return new ParameterlessLayerImpl(conf.clone(), dataType);
    }
}
