package org.tresnet4j.backbone.weights;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The head of the asymmetric loss's files for OpenImages: two fully connected layers with nothing between them, which are
 * one: z = F(Ex + e) + f = (FE)x + (Fe + f).
 */
final class BottleneckHead {

    private static final String EMBEDDING = "head.fc.embedding_generator.0.";
    static final String CLASSIFIER = "head.fc.FC.";
    private static final String HEAD = "head.fc.";
    private static final String WEIGHT = "weight";
    private static final String BIAS = "bias";

    private BottleneckHead() {}

    /** The same with one fully connected layer, where there are two; else as it is. */
    static StateDict folded(StateDict weights) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
        Tensor embedding = tensors.remove(EMBEDDING + WEIGHT);
        Tensor shift = tensors.remove(EMBEDDING + BIAS);
        Tensor classifier = tensors.remove(CLASSIFIER + WEIGHT);
        Tensor bias = tensors.remove(CLASSIFIER + BIAS);
        if (embedding == null || shift == null || classifier == null || bias == null) {
            return weights;
        }
        requireFitting(weights.source(), embedding, shift, classifier, bias);
        INDArray second = classifier.toArray(DataType.FLOAT);
        INDArray first = embedding.toArray(DataType.FLOAT);
        INDArray moved = second.mmul(shift.toArray(DataType.FLOAT).reshape(shift.length(), 1));
        tensors.put(HEAD + WEIGHT, Tensor.of(second.mmul(first)));
        tensors.put(HEAD + BIAS, Tensor.of(moved.reshape(bias.length()).add(bias.toArray(DataType.FLOAT))));
        return weights.withTensors(tensors);
    }

    private static void requireFitting(String source, Tensor embedding, Tensor shift, Tensor classifier, Tensor bias) {
        boolean matrices = embedding.shape().length == 2 && classifier.shape().length == 2;
        if (!matrices
                || !shift.hasShape(embedding.shape()[0])
                || !bias.hasShape(classifier.shape()[0])
                || classifier.shape()[1] != embedding.shape()[0]) {
            throw new WeightsException(source + ": the layers " + EMBEDDING + " and " + CLASSIFIER
                    + " do not fit together: they are " + embedding + " with " + shift + " and " + classifier + " with "
                    + bias);
        }
    }
}
