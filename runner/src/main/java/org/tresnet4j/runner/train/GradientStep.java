package org.tresnet4j.runner.train;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.runner.config.GradientsConfig;
import org.tresnet4j.runner.config.OptimizerConfig.LayerRate;
import org.tresnet4j.runner.device.ComputeThreads;
import org.tresnet4j.runner.train.Segments.Segment;

/**
 * One step of a network from one batch or several: the mean of their gradients, clipped, then a {@link ParameterStep}
 * with the layers' own learning rates. What {@code ComputationGraph.fit} does for one batch, taken apart.
 *
 * <p>Running statistics are no gradients: they move with each batch, are not clipped, averaged or scaled. A batch whose
 * loss or gradient is not finite changes nothing at all.
 */
final class GradientStep {

    /** PyTorch's {@code clip_grad_norm_} divides by the norm plus this. */
    private static final double CLIP_EPSILON = 1e-6;

    private final ComputationGraph network;
    private final GradientsConfig config;
    private final INDArray gradient;
    private final INDArray sum;
    private final List<Part> parts;
    private final ParameterStep step;
    private double losses;
    private int batches;
    private double norm;

    /**
     * @throws TrainingException when a layer's rate is named that there is not
     */
    GradientStep(ComputationGraph network, GradientsConfig config, List<LayerRate> rates) {
        this.network = network;
        this.config = config;
        INDArray parameters = network.params().reshape(network.numParams());
        // makes sure that the updater, and with it the view of all gradients, is there
        network.getUpdater(true);
        this.gradient = network.getFlattenedGradients().reshape(network.numParams());
        this.sum =
                config.accumulate() == 1 ? gradient : Nd4j.createUninitialized(gradient.dataType(), gradient.length());
        List<Segment> segments = Segments.of(network, rates);
        this.parts = segments.stream()
                .map(segment -> new Part(segment.learned(), segment.in(gradient)))
                .toList();
        this.step = MomentumStep.of(network, parameters, gradient, segments)
                .orElseGet(() -> new UpdaterStep(network, parameters, gradient, segments));
    }

    /** A segment of the gradient: views that are made once, not dozens in each step. */
    private record Part(boolean learned, INDArray gradient) {}

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
        step.moveStatistics();
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

    /** The Euclidean norm of the gradient of what is learned; the same to the bit whatever the threads. */
    private double norm() {
        double[] norms = ComputeThreads.stream(parts)
                .filter(Part::learned)
                .mapToDouble(part -> Nd4j.getBlasWrapper().nrm2(part.gradient()))
                .toArray();
        double squares = 0;
        for (double norm2 : norms) {
            squares += norm2 * norm2;
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
        step.take(config.clipNorm()
                .filter(limit -> norm > limit)
                .map(limit -> limit / (norm + CLIP_EPSILON))
                .orElse(1.0));
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
