package org.tresnet4j.backbone.weights;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A parameter of a network, and what it is called elsewhere.
 *
 * @param key DL4J's, {@code node_parameter}
 * @param official the authors' name
 * @param timm timm's name
 * @param role what happens to its numbers on the way
 * @param shape in files
 */
record NamedParameter(String key, String official, String timm, Role role, long... shape) {

    /** How the numbers of a file and of a network differ. */
    enum Role {
        /** Not at all, but for sides of 1. */
        PLAIN,
        /** The filters of a convolution that a normalisation follows. */
        FILTERS,
        /** The normalisation's scale, which timm stores as it acts. */
        SCALE,
        /** The normalisation's running mean. */
        MEAN,
        /** A fully connected layer: [outputs, inputs] in files, [inputs, outputs] in the network. */
        FULLY_CONNECTED
    }

    String name(Naming naming) {
        return switch (naming) {
            case OFFICIAL -> official;
            case TIMM -> timm;
        };
    }

    /** Puts numbers of a file's shape into the network's parameter. */
    void fill(INDArray parameter, Tensor tensor) {
        INDArray values = tensor.toArray(parameter.dataType());
        parameter.assign(role == Role.FULLY_CONNECTED ? values.transpose() : values.reshape(parameter.shape()));
    }

    /** The network's parameter in a file's shape. */
    Tensor read(INDArray parameter) {
        return Tensor.of(
                role == Role.FULLY_CONNECTED
                        ? parameter.transpose()
                        : parameter.dup('c').reshape('c', shape));
    }

    String wanted() {
        return Arrays.toString(shape);
    }
}
