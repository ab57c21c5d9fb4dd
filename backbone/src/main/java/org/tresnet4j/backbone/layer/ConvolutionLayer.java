package org.tresnet4j.backbone.layer;

import static org.tresnet4j.backbone.layer.ConvolutionParameters.BIAS;
import static org.tresnet4j.backbone.layer.ConvolutionParameters.WEIGHTS;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Affine;
import org.tresnet4j.backbone.kernel.KernelSelection;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;

/** Runs a {@link Convolution}. */
final class ConvolutionLayer extends KernelLayerImpl<Convolution> implements Inference {

    private static final long serialVersionUID = 1L;

    private transient Kernels kernels;
    private transient INDArray output;

    ConvolutionLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        Maps.requireMaps(input, layerConf().getNIn(), layerConf().getLayerName());
        kernels = KernelSelection.of(input);
        output = infer(kernels, input, WorkspaceMemory.forward(workspaces));
        return output;
    }

    @Override
    public INDArray infer(Kernels implementation, INDArray x, Memory memory) {
        INDArray convolved =
                implementation.convolution(x, getParam(WEIGHTS), layerConf().window(), memory);
        return implementation.affine(convolved, bias(memory), memory);
    }

    /** y = 1·x + b. */
    private Affine bias(Memory memory) {
        INDArray one = memory.scratch(dataType, layerConf().getNOut());
        one.assign(1);
        return new Affine(one, getParam(BIAS));
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        Memory memory = WorkspaceMemory.backward(workspaces);
        INDArray unused = memory.scratch(dataType, layerConf().getNOut());
        INDArray convolved = kernels.affineGradient(
                output, epsilon, bias(memory), new Affine(unused, gradientViews.get(BIAS)), memory);
        INDArray gradient = kernels.convolutionGradient(
                input, getParam(WEIGHTS), convolved, layerConf().window(), gradientViews.get(WEIGHTS), memory);
        return new Pair<>(gradients(), gradient);
    }

    @Override
    public void clear() {
        super.clear();
        output = null;
    }
}
