package org.tresnet4j.backbone.onnx;

import org.deeplearning4j.nn.graph.ComputationGraph;

/** A task whose networks can be written as ONNX; implemented beside the runner's {@code TrainingTask}. */
public interface OnnxSource {

    /**
     * A trained network as a model.
     *
     * @throws IllegalArgumentException if the request asks for what the task has not; the message says what to ask for
     */
    OnnxModel onnx(ComputationGraph network, OnnxRequest request);
}
