package org.tresnet4j.runner.train;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tresnet4j.runner.config.GradientsConfig;
import org.tresnet4j.runner.config.OptimizerConfig.LayerRate;

/**
 * One step of a network from one batch or several: the mean of their gradients, clipped, through the updater, scaled by
 * the layers' own learning rates. What {@code ComputationGraph.fit} does for one batch, taken apart.
 *
 * <p>Running statistics are no gradients: they move with each batch, are not clipped, averaged or scaled. A batch whose
 * loss or gradient is not finite changes nothing at all.
 */
final class GradientStep {

    /** PyTorch's {@code clip_grad_norm_} divides by the norm plus this. */
    private static final double CLIP_EPSILON = 1e-6;

    private final ComputationGraph network;
    private final GradientsConfig config;
    private final INDArray parameters;
    private final INDArray gradient;
    private final INDArray sum;
    private final List<Part> parts;
    private double losses;
    private int batches;
    private double norm;

    /**
     * @throws TrainingException when a layer's rate is named that there is not
     */
    GradientStep(ComputationGraph network, GradientsConfig config, List<LayerRate> rates) {
        this.network = network;
        this.config = config;
        this.parameters = network.params().reshape(network.numParams());
        // makes sure that the updater, and with it the view of all gradients, is there
        network.getUpdater(true);
        this.gradient = network.getFlattenedGradients().reshape(network.numParams());
        this.sum =
                config.accumulate() == 1 ? gradient : Nd4j.createUninitialized(gradient.dataType(), gradient.length());
        this.parts = Segments.of(network, rates).stream().map(this::part).toList();
    }

    /** A segment of the parameters and of their gradient: views that are made once, not hundreds in each step. */
    private record Part(Segments.Segment segment, INDArray parameters, INDArray gradient) {

        boolean learned() {
            return segment.learned();
        }
    }

    private Part part(Segments.Segment segment) {
        INDArrayIndex interval = NDArrayIndex.interval(segment.from(), segment.to());
        return new Part(segment, parameters.get(interval), gradient.get(interval));
    }

    /**
     * Forward and backward pass of one more batch.
     *
     * @return whether its loss and gradient are finite; if not, the step has to be {@link #abandon}ed
     */
    boolean add(MultiDataSet batch) {
        network.setInputs(batch.getFeatures());
        network.setLabels(batch.getLabels());
        network.setLayerMaskArrays(batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
        network.computeGradientAndScore();
        network.clearLayerMaskArrays();
        network.clearLayersStates();
        losses += network.score();
        batches++;
        norm = norm();
        if (!Double.isFinite(network.score()) || !Double.isFinite(norm) || !statisticsAreFinite()) {
            return false;
        }
        moveStatistics();
        if (sum != gradient) {
            accumulate();
        }
        return true;
    }

    private void accumulate() {
        if (batches == 1) {
            sum.assign(gradient);
        } else {
            sum.addi(gradient);
        }
    }

    /** The Euclidean norm of the gradient of what is learned. */
    private double norm() {
        double squares = 0;
        for (Part part : parts) {
            if (part.learned()) {
                double norm2 = Nd4j.getBlasWrapper().nrm2(part.gradient());
                squares += norm2 * norm2;
            }
        }
        return Math.sqrt(squares);
    }

    private boolean statisticsAreFinite() {
        for (Part part : parts) {
            if (!part.learned() && !Double.isFinite(Nd4j.getBlasWrapper().nrm2(part.gradient()))) {
                return false;
            }
        }
        return true;
    }

    /** At once, and not again with the step. */
    private void moveStatistics() {
        for (Part part : parts) {
            if (!part.learned()) {
                part.parameters().subi(part.gradient());
                part.gradient().assign(0);
            }
        }
    }

    /** The mean loss of the batches so far. */
    double loss() {
        return losses / batches;
    }

    /** The norm of the step's gradient before clipping; after {@link #take}. */
    double gradientNorm() {
        return norm;
    }

    /** Changes the parameters and begins anew. */
    void take() {
        if (sum != gradient) {
            gradient.assign(sum);
            gradient.divi(batches);
            norm = norm();
        }
        config.clipNorm()
                .filter(limit -> norm > limit)
                .ifPresent(limit -> gradient.muli(limit / (norm + CLIP_EPSILON)));
        ComputationGraphConfiguration counts = network.getConfiguration();
        network.getUpdater()
                .update(
                        network.gradient(),
                        counts.getIterationCount(),
                        counts.getEpochCount(),
                        network.batchSize(),
                        LayerWorkspaceMgr.noWorkspaces());
        for (Part part : parts) {
            double factor = part.segment().rateFactor();
            if (part.learned() && factor != 1) {
                part.gradient().muli(factor);
            }
        }
        parameters.subi(gradient);
        next();
    }

    /** Leaves the weights as they are and begins anew. */
    void abandon() {
        next();
    }

    private void next() {
        losses = 0;
        batches = 0;
        ComputationGraphConfiguration counts = network.getConfiguration();
        counts.setIterationCount(counts.getIterationCount() + 1);
        for (Layer layer : network.getLayers()) {
            layer.setIterationCount(counts.getIterationCount());
            layer.setEpochCount(counts.getEpochCount());
        }
    }
}
