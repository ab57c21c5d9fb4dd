package org.tresnet4j.runner.train;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
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
    private final List<Segments.Segment> segments;
    private final INDArray parameters;
    private final INDArray gradient;
    private final INDArray sum;
    private double losses;
    private int batches;
    private double norm;

    /**
     * @throws TrainingException when a layer's rate is named that there is not
     */
    GradientStep(ComputationGraph network, GradientsConfig config, List<LayerRate> rates) {
        this.network = network;
        this.config = config;
        this.segments = Segments.of(network, rates);
        this.parameters = network.params().reshape(network.numParams());
        // makes sure that the updater, and with it the view of all gradients, is there
        network.getUpdater(true);
        this.gradient = network.getFlattenedGradients().reshape(network.numParams());
        this.sum =
                config.accumulate() == 1 ? gradient : Nd4j.createUninitialized(gradient.dataType(), gradient.length());
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
        norm = norm(gradient);
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

    /** The Euclidean norm of what is learned. */
    private double norm(INDArray vector) {
        double squares = 0;
        for (Segments.Segment segment : segments) {
            if (segment.learned()) {
                double part = Nd4j.getBlasWrapper().nrm2(part(vector, segment));
                squares += part * part;
            }
        }
        return Math.sqrt(squares);
    }

    private boolean statisticsAreFinite() {
        for (Segments.Segment segment : segments) {
            if (!segment.learned() && !Double.isFinite(Nd4j.getBlasWrapper().nrm2(part(gradient, segment)))) {
                return false;
            }
        }
        return true;
    }

    /** At once, and not again with the step. */
    private void moveStatistics() {
        for (Segments.Segment segment : segments) {
            if (!segment.learned()) {
                INDArray change = part(gradient, segment);
                part(parameters, segment).subi(change);
                change.assign(0);
            }
        }
    }

    private static INDArray part(INDArray vector, Segments.Segment segment) {
        return vector.get(NDArrayIndex.interval(segment.from(), segment.to()));
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
            norm = norm(gradient);
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
        for (Segments.Segment segment : segments) {
            if (segment.learned() && segment.rateFactor() != 1) {
                part(gradient, segment).muli(segment.rateFactor());
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
