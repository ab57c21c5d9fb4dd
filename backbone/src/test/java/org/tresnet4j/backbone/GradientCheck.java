package org.tresnet4j.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.tresnet4j.backbone.layer.KernelLayer;

/** A network's gradients in double against central differences. */
public final class GradientCheck {

    private static final double STEP = 1e-6;
    private static final double BOUND = 1e-5;

    private GradientCheck() {}

    /**
     * Checks every parameter that gradients change.
     *
     * @param values of each, evenly spread: whole vectors would take minutes
     */
    public static void of(ComputationGraph network, MultiDataSet batch, int values) {
        network.setInputs(batch.getFeatures());
        network.setLabels(batch.getLabels());
        network.computeGradientAndScore();
        network.gradient().gradientForVariable().forEach((key, gradient) -> {
            if (KernelLayer.isLearned(network, key)) {
                check(network, batch, key, gradient, values);
            }
        });
    }

    private static void check(ComputationGraph network, MultiDataSet batch, String key, INDArray gradient, int values) {
        INDArray parameter = flat(network.getParam(key));
        INDArray analytic = flat(gradient);
        for (long i = 0; i < gradient.length(); i += Math.max(1, gradient.length() / values)) {
            double value = parameter.getDouble(i);
            parameter.putScalar(i, value + STEP);
            double above = score(network, batch);
            parameter.putScalar(i, value - STEP);
            double below = score(network, batch);
            parameter.putScalar(i, value);
            double expected = (above - below) / (2 * STEP);
            assertThat(analytic.getDouble(i))
                    .as(key + "[" + i + "]")
                    .isCloseTo(expected, within(BOUND * Math.max(1, Math.abs(expected))));
        }
    }

    private static double score(ComputationGraph network, MultiDataSet batch) {
        return network.score(batch, true);
    }

    /** A view in the array's own order: DL4J's dense layers keep theirs in Fortran order. */
    private static INDArray flat(INDArray array) {
        return array.reshape(array.ordering(), new long[] {array.length()});
    }
}
