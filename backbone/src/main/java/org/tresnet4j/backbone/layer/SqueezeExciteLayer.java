package org.tresnet4j.backbone.layer;

import static org.tresnet4j.backbone.layer.SqueezeExciteParameters.EXCITE;
import static org.tresnet4j.backbone.layer.SqueezeExciteParameters.EXCITE_BIAS;
import static org.tresnet4j.backbone.layer.SqueezeExciteParameters.SQUEEZE;
import static org.tresnet4j.backbone.layer.SqueezeExciteParameters.SQUEEZE_BIAS;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Excitation;
import org.tresnet4j.backbone.kernel.ExcitationWeights;
import org.tresnet4j.backbone.kernel.KernelSelection;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;

/** Runs a {@link SqueezeExcite}. */
final class SqueezeExciteLayer extends BlockLayerImpl<SqueezeExcite> implements SummedInference {

    private static final long serialVersionUID = 1L;

    private transient Kernels kernels;
    private transient Excitation excitation;

    SqueezeExciteLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override
    INDArray forward(boolean training, Memory memory, Memory lasting) {
        kernels = KernelSelection.of(input);
        excitation = kernels.exciteChannels(input, weights(params), lasting);
        return gated(memory);
    }

    /** The gates are kept. */
    @Override
    public INDArray recompute(Memory memory) {
        return gated(memory);
    }

    private INDArray gated(Memory memory) {
        return kernels.gateChannels(input, excitation.gate(), memory);
    }

    @Override
    public boolean isCheap() {
        return true;
    }

    @Override
    public boolean readsItsResult() {
        return false;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray gradient = kernels.exciteChannelsGradient(
                input,
                weights(params),
                excitation,
                epsilon,
                weights(gradientViews),
                WorkspaceMemory.backward(workspaces));
        return new Pair<>(gradients(), gradient);
    }

    @Override
    public INDArray infer(Kernels implementation, INDArray x, Memory memory) {
        return implementation.gateChannels(x, gate(implementation, x, memory), memory);
    }

    @Override
    public INDArray inferWithResidual(Kernels implementation, INDArray x, INDArray shortcut, Memory memory) {
        return implementation.gatedResidual(x, gate(implementation, x, memory), shortcut, memory);
    }

    private INDArray gate(Kernels implementation, INDArray x, Memory memory) {
        return implementation.exciteChannels(x, weights(params), memory).gate();
    }

    private static ExcitationWeights weights(Map<String, INDArray> table) {
        return new ExcitationWeights(
                table.get(SQUEEZE), table.get(SQUEEZE_BIAS), table.get(EXCITE), table.get(EXCITE_BIAS));
    }

    @Override
    public void clear() {
        super.clear();
        excitation = null;
    }
}
