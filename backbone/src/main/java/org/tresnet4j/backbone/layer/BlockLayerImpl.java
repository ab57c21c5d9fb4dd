package org.tresnet4j.backbone.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Memory;

/** What the layers with parameters inside residual blocks share. */
abstract class BlockLayerImpl<L extends KernelLayer> extends KernelLayerImpl<L> implements Recomputable {

    private static final long serialVersionUID = 1L;

    private transient ForwardMemory forwardMemory = ForwardMemory.WORKSPACES;

    BlockLayerImpl(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    /**
     * The forward part of a pass, with the input as it is set.
     *
     * @param memory of the result
     * @param lasting of small arrays that the backward pass needs
     */
    abstract INDArray forward(boolean training, Memory memory, Memory lasting);

    @Override
    public final INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        Maps.requireMaps(input, layerConf().getNIn(), layerConf().getLayerName());
        return forward(training, forwardMemory.of(training, workspaces), WorkspaceMemory.forward(workspaces));
    }

    @Override
    public final void setForwardMemory(ForwardMemory memory) {
        forwardMemory = memory;
    }

    @Override
    public INDArray recompute(Memory memory) {
        return forward(true, memory, memory);
    }
}
