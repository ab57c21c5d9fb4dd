package org.tresnet4j.backbone.onnx;

import java.util.List;

/**
 * How a kind of layer or vertex is written in ONNX.
 *
 * @param <K> the kind: the class of its configuration
 */
@FunctionalInterface
public interface Emission<K> {

    /** Adds a node's operators to the graph and returns its values: for most kinds one, [N,C,H,W]. */
    List<String> emit(Node<K> node, OnnxGraph graph);
}
