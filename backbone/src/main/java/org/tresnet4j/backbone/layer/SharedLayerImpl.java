package org.tresnet4j.backbone.layer;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;

/** What runs the layer of a {@link SharedLayer}. */
public abstract class SharedLayerImpl<L extends KernelLayer> extends KernelLayerImpl<L> {

    private static final long serialVersionUID = 1L;

    protected SharedLayerImpl(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    /**
     * The forward pass.
     *
     * @param inputs in the order of the node's
     */
    protected abstract INDArray activate(List<INDArray> inputs, boolean training, LayerWorkspaceMgr workspaces);

    /** The gradients of the parameters and of each input. */
    protected abstract Pair<Gradient, INDArray[]> backpropGradients(INDArray epsilon, LayerWorkspaceMgr workspaces);

    /** As the forward pass, without state; any number of threads at once. */
    public abstract INDArray infer(Kernels kernels, List<INDArray> inputs, Memory memory);

    @Override
    public final INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        throw new UnsupportedOperationException(
                "a shared layer has several inputs: put it into a graph by SharedLayer");
    }

    @Override
    public final Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        throw new UnsupportedOperationException(
                "a shared layer has several inputs: put it into a graph by SharedLayer");
    }
}
