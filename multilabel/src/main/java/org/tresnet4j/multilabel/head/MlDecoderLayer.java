package org.tresnet4j.multilabel.head;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.KernelSelection;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;
import org.tresnet4j.backbone.layer.Inference;
import org.tresnet4j.backbone.layer.KernelLayerImpl;
import org.tresnet4j.backbone.layer.Maps;
import org.tresnet4j.backbone.layer.WorkspaceMemory;

/** Runs an {@link MlDecoder}. */
final class MlDecoderLayer extends KernelLayerImpl<MlDecoder> implements Inference {

    private static final long serialVersionUID = 1L;

    private transient Decoder.Decoded decoded;

    MlDecoderLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        Maps.requireMaps(input, layerConf().getNIn(), layerConf().getLayerName());
        Dropout dropout = training ? new Dropout(layerConf().getDropoutRate()) : Dropout.NONE;
        decoded = decode(KernelSelection.of(input), input, dropout, WorkspaceMemory.forward(workspaces));
        return decoded.logits();
    }

    @Override
    public INDArray infer(Kernels implementation, INDArray x, Memory memory) {
        return decode(implementation, x, Dropout.NONE, memory).logits();
    }

    private Decoder.Decoded decode(Kernels implementation, INDArray maps, Dropout dropout, Memory memory) {
        INDArray positions = memory.output(dataType, maps.size(0), maps.size(2), maps.size(3), maps.size(1));
        implementation.write(maps, positions.permute(0, 3, 1, 2));
        INDArray rows = positions.reshape(maps.size(0) * maps.size(2) * maps.size(3), maps.size(1));
        return decoder().forward(rows, maps.size(0), dropout, memory);
    }

    private Decoder decoder() {
        return Decoder.of(params, layerConf().getHeads());
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        Memory memory = WorkspaceMemory.backward(workspaces);
        Decoder gradients = Decoder.of(gradientViews, layerConf().getHeads());
        INDArray rows = decoder().backward(decoded, epsilon, gradients, memory);
        INDArray positions = memory.output(dataType, input.size(0), input.size(2), input.size(3), input.size(1));
        positions.reshape(rows.shape()).assign(rows);
        return new Pair<>(gradients(), positions.permute(0, 3, 1, 2));
    }

    @Override
    public void clear() {
        super.clear();
        decoded = null;
    }
}
