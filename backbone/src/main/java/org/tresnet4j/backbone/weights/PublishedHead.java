package org.tresnet4j.backbone.weights;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tresnet4j.backbone.TResNet;

/** The heads that the authors' files hold, under their names there. */
enum PublishedHead {
    /** Pooling and a fully connected layer. */
    LINEAR(TResNet.HEAD + ".", "bias"),
    /** ML-Decoder (2111.12933). */
    ML_DECODER("head.decoder.", "duplicate_pooling_bias");

    private final String prefix;
    private final String bias;

    /** @param bias of the classes, one number for each */
    PublishedHead(String prefix, String bias) {
        this.prefix = prefix;
        this.bias = prefix + bias;
    }

    /** The head that a tensor belongs to. */
    static Optional<PublishedHead> of(String tensor) {
        return Arrays.stream(values())
                .filter(head -> tensor.startsWith(head.prefix))
                .findFirst();
    }

    boolean isAmong(Set<String> tensors) {
        return tensors.stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** The name of what has one number for each class. */
    String bias() {
        return bias;
    }

    /** Whether the head of a file differs from the network's in nothing but the number of classes. */
    boolean hasOtherClasses(Map<String, Tensor> tensors, Map<String, NamedParameter> expected) {
        Tensor inFile = tensors.get(bias);
        NamedParameter wanted = expected.get(bias);
        return inFile != null
                && wanted != null
                && !inFile.hasShape(wanted.shape())
                && expected.keySet().stream()
                        .filter(name -> name.startsWith(prefix))
                        .allMatch(name -> tensors.containsKey(name)
                                && isAlike(
                                        tensors.get(name).shape(),
                                        expected.get(name).shape()));
    }

    /** Only the first side of a matrix is one of classes or of groups of them. */
    private static boolean isAlike(long[] shape, long[] wanted) {
        return shape.length == wanted.length && (shape.length != 2 || shape[1] == wanted[1]);
    }
}
