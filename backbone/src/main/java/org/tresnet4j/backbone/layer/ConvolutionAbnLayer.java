package org.tresnet4j.backbone.layer;

import static org.tresnet4j.backbone.layer.ConvolutionAbnParameters.MEAN;
import static org.tresnet4j.backbone.layer.ConvolutionAbnParameters.SCALE;
import static org.tresnet4j.backbone.layer.ConvolutionAbnParameters.SHIFT;
import static org.tresnet4j.backbone.layer.ConvolutionAbnParameters.VARIANCE;
import static org.tresnet4j.backbone.layer.ConvolutionAbnParameters.WEIGHTS;

import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Affine;
import org.tresnet4j.backbone.kernel.BatchStatistics;
import org.tresnet4j.backbone.kernel.Folding;
import org.tresnet4j.backbone.kernel.KernelSelection;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;
import org.tresnet4j.backbone.kernel.Normalized;
import org.tresnet4j.backbone.kernel.Window;

/** Runs a {@link ConvolutionAbn}. */
final class ConvolutionAbnLayer extends BlockLayerImpl<ConvolutionAbn> implements Foldable {

    private static final long serialVersionUID = 1L;

    /** The share of the batch in the running statistics (paper's implementation: momentum 0.1). */
    private static final double MOMENTUM = 0.1;

    private transient BatchStatistics batch;
    private transient Kernels kernels;
    private transient Normalized normalized;

    ConvolutionAbnLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override
    INDArray forward(boolean training, Memory memory, Memory lasting) {
        kernels = KernelSelection.of(input);
        double slope = layerConf().getSlope();
        INDArray convolved =
                kernels.convolution(input, getParam(WEIGHTS), layerConf().window(), memory);
        if (training && !layerConf().isFrozenStatistics()) {
            requireVariance(convolved);
            if (batch == null) {
                batch = BatchStatistics.buffers(dataType, layerConf().getNOut());
            }
            normalized = kernels.normalizeBatch(convolved, affine(params), slope, batch, memory);
        } else {
            normalized = kernels.normalize(convolved, affine(params), slope, running(), memory);
        }
        return normalized.output();
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        Memory memory = WorkspaceMemory.backward(workspaces);
        INDArray convolved = kernels.normalizeGradient(
                normalized, epsilon, affine(params), layerConf().getSlope(), affine(gradientViews), memory);
        INDArray gradient = convolutionGradient(convolved, memory);
        runningGradient();
        return new Pair<>(gradients(), gradient);
    }

    private INDArray convolutionGradient(INDArray upstream, Memory memory) {
        Window window = layerConf().window();
        INDArray ofWeights = gradientViews.get(WEIGHTS);
        if (!layerConf().isFirstInGraph()) {
            return kernels.convolutionGradient(input, getParam(WEIGHTS), upstream, window, ofWeights, memory);
        }
        kernels.convolutionWeightsGradient(input, upstream, window, ofWeights, memory);
        // the graph wants to hand something on
        return memory.output(input.dataType(), input.shape()).assign(0);
    }

    /** The updater subtracts a gradient as it is: running ← running − momentum·(running − batch). */
    private void runningGradient() {
        BatchStatistics gradient = statistics(gradientViews);
        if (normalized.ofBatch()) {
            INDArray output = normalized.output();
            kernels.statisticsGradient(running(), batch, output.length() / output.size(1), MOMENTUM, gradient);
        } else {
            gradient.mean().assign(0);
            gradient.variance().assign(0);
        }
    }

    @Override
    public Folding fold() {
        return folding(layerConf().getSlope(), false);
    }

    @Override
    public Folding foldWithResidual() {
        if (layerConf().getSlope() != Kernels.IDENTITY) {
            throw new IllegalStateException("layer " + layerConf().getLayerName() + " has an activation of its own");
        }
        return folding(0, true);
    }

    private Folding folding(double slope, boolean withSum) {
        return Folding.of(
                getParam(WEIGHTS), affine(params), running(), layerConf().window(), slope, withSum);
    }

    private void requireVariance(INDArray y) {
        if (y.length() == y.size(1)) {
            throw new DL4JInvalidInputException(
                    "layer " + layerConf().getLayerName() + ": " + Arrays.toString(y.shape())
                            + " has one value a channel, which has no variance: train with a larger batch or larger images");
        }
    }

    private BatchStatistics running() {
        return statistics(params);
    }

    private static BatchStatistics statistics(Map<String, INDArray> table) {
        return new BatchStatistics(table.get(MEAN), table.get(VARIANCE));
    }

    private static Affine affine(Map<String, INDArray> table) {
        return new Affine(table.get(SCALE), table.get(SHIFT));
    }

    @Override
    public void clear() {
        super.clear();
        normalized = null;
    }
}
