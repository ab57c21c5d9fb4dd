package org.tresnet4j.backbone;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** Global average pooling and a fully connected layer: the head of TResNet with one probability for each class. */
public final class LinearHead {

    private LinearHead() {}

    /**
     * Adds the head to a graph.
     *
     * @param classes the number of classes
     * @param activation softmax for one label an image, sigmoid for several
     * @param loss of logits and labels
     * @return the node that emits probabilities [N,classes]
     */
    public static String addTo(
            GraphBuilder graph, Features features, int classes, Activation activation, ILossFunction loss) {
        graph.addLayer(
                TResNet.HEAD,
                new OutputLayer.Builder(loss)
                        .activation(activation)
                        .nIn(features.last().channels())
                        .nOut(classes)
                        .weightInit(TResNet.headWeights())
                        .build(),
                TResNet.pool(graph, features));
        return TResNet.HEAD;
    }
}
