package org.tresnet4j.backbone.onnx;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.tresnet4j.backbone.TResNet;

/**
 * Networks with a {@link org.tresnet4j.backbone.LinearHead} in ONNX. Input: {@code image} [N,3,S,S], RGB in [0,1]. Outputs:
 * {@code logits} and {@code probabilities}, both [N,classes].
 */
public final class OnnxClassifier {

    private OnnxClassifier() {}

    /**
     * The model.
     *
     * @param side S, pixels
     * @param metadata names the classes
     * @throws IllegalArgumentException if the request has a size or postprocessing, which classifiers have not
     */
    public static OnnxModel of(ComputationGraph network, int side, OnnxRequest request, OnnxMetadata metadata) {
        if (request.size().isPresent()) {
            throw new IllegalArgumentException(
                    "only a detector's images can have another size; those of this checkpoint are "
                            + Size.square(side));
        }
        if (request.postprocessing()) {
            throw new IllegalArgumentException(
                    "only a detector's boxes can be suppressed; this checkpoint is one of " + metadata.task());
        }
        TResNet.requireSide(side, TResNet.STEM_STRIDE);
        OnnxGraph graph = new OnnxGraph(metadata.task());
        List<String> outputs = NetworkEmission.add(graph, network, Size.square(side), Emissions.ofBackbone());
        String shape = "N," + metadata.classes().size();
        outputs.forEach(output -> graph.output(output, OnnxGraph.Type.FLOAT, shape));
        return graph.model(metadata);
    }
}
