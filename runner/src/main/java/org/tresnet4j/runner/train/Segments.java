package org.tresnet4j.runner.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.tresnet4j.runner.config.OptimizerConfig.LayerRate;

/** The parts of a network's flat parameter vector that are treated alike. */
final class Segments {

    private Segments() {}

    /**
     * A part of the vector.
     *
     * @param from index of its first number
     * @param to index after its last
     * @param updater that makes steps of its gradients
     * @param regularisation that it is subject to
     * @param rateFactor what its learning rate is multiplied by
     */
    record Segment(long from, long to, IUpdater updater, List<Regularization> regularisation, double rateFactor) {

        long length() {
            return to - from;
        }

        /** Its part of a vector of all parameters, in the same memory. */
        INDArray in(INDArray vector) {
            return vector.get(NDArrayIndex.interval(from, to));
        }

        /**
         * Whether it follows gradients; running statistics do not: what stands in their place in the gradient is subtracted as it
         * is.
         */
        boolean learned() {
            return !(updater instanceof NoOp);
        }

        /** Whether {@link #decay} is all that it is subject to. */
        boolean decaysOnly() {
            return regularisation.size() <= 1 && regularisation.stream().allMatch(Decay.class::isInstance);
        }

        Optional<Decay> decay() {
            return regularisation.stream()
                    .filter(Decay.class::isInstance)
                    .map(Decay.class::cast)
                    .findFirst();
        }

        private boolean continues(Segment other) {
            return other.to == from
                    && other.updater.equals(updater)
                    && other.regularisation.equals(regularisation)
                    && other.rateFactor == rateFactor;
        }

        private Segment upTo(long end) {
            return new Segment(from, end, updater, regularisation, rateFactor);
        }
    }

    /**
     * Of a whole network, in order.
     *
     * @throws TrainingException when a pattern matches no layer
     */
    static List<Segment> of(ComputationGraph network, List<LayerRate> rates) {
        requireMatches(network, rates);
        List<Segment> segments = new ArrayList<>();
        long from = 0;
        for (Trainable layer : trainables(network)) {
            double factor = factor(layer.getConfig().getLayerName(), rates);
            for (var parameter : layer.paramTable(false).entrySet()) {
                long to = from + parameter.getValue().length();
                IUpdater updater = layer.getConfig().getUpdaterByParam(parameter.getKey());
                List<Regularization> regularisation = layer.getConfig().getRegularizationByParam(parameter.getKey());
                append(
                        segments,
                        new Segment(
                                from,
                                to,
                                updater,
                                regularisation == null ? List.of() : List.copyOf(regularisation),
                                factor));
                from = to;
            }
        }
        if (from != network.numParams()) {
            throw new IllegalStateException(
                    "the layers have " + from + " parameters, the network " + network.numParams());
        }
        return List.copyOf(segments);
    }

    private static void append(List<Segment> segments, Segment next) {
        int last = segments.size() - 1;
        if (last >= 0 && next.continues(segments.get(last))) {
            segments.set(last, segments.get(last).upTo(next.to));
        } else {
            segments.add(next);
        }
    }

    /** In the order of their parameters in the flat vector. */
    private static List<Trainable> trainables(ComputationGraph network) {
        List<Trainable> trainables = new ArrayList<>();
        for (int index : network.topologicalSortOrder()) {
            Trainable vertex = network.getVertices()[index];
            if (vertex.numParams() > 0) {
                trainables.add(vertex);
            }
        }
        return trainables;
    }

    private static double factor(String layer, List<LayerRate> rates) {
        Optional<LayerRate> first =
                rates.stream().filter(rate -> pattern(rate).test(layer)).findFirst();
        return first.map(LayerRate::factor).orElse(1.0);
    }

    private static void requireMatches(ComputationGraph network, List<LayerRate> rates) {
        List<String> names = trainables(network).stream()
                .map(layer -> layer.getConfig().getLayerName())
                .toList();
        for (LayerRate rate : rates) {
            if (names.stream().noneMatch(pattern(rate))) {
                throw new TrainingException("train.optimizer.layerRates: '" + rate.layers()
                        + "' matches no layer with parameters; there are "
                        + names.stream().limit(3).collect(Collectors.joining(", ")) + ", ... "
                        + names.get(names.size() - 1) + " (see 'tresnet summary')");
            }
        }
    }

    /** Everything is literal but the star. */
    private static Predicate<String> pattern(LayerRate rate) {
        return Pattern.compile(Pattern.quote(rate.layers()).replace("*", "\\E.*\\Q"))
                .asMatchPredicate();
    }
}
