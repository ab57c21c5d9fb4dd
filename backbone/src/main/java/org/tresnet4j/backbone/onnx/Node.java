package org.tresnet4j.backbone.onnx;

import com.google.common.collect.Iterables;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.layer.Maps;

/**
 * A layer or vertex of a network, to be written.
 *
 * @param name in the network
 * @param conf what it is
 * @param layer what runs it; empty for a vertex without parameters
 * @param inputs the values of the nodes it reads
 * @param inputType of the first node it reads
 */
public record Node<K>(String name, K conf, Optional<Layer> layer, List<String> inputs, Supplier<InputType> inputType) {

    public Node {
        inputs = List.copyOf(inputs);
    }

    /** The value it reads, where that is one. */
    public String input() {
        return Iterables.getOnlyElement(inputs);
    }

    /** A parameter by the name in its layer. */
    public INDArray parameter(String parameter) {
        return layer.orElseThrow().getParam(parameter);
    }

    /** Channels, height and width of what it reads. */
    public InputTypeConvolutional maps() {
        return Maps.type(inputType.get(), name);
    }
}
