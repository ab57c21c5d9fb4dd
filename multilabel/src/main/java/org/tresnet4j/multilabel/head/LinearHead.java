package org.tresnet4j.multilabel.head;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.TResNet;

/** Global average pooling and a fully connected layer: the head of TResNet with one probability for each label. */
public final class LinearHead {

    private LinearHead() {}

    /**
     * Adds the head to a graph.
     *
     * @param classes the number of labels
     * @param loss of logits and labels, e.g. {@link org.tresnet4j.multilabel.loss.AsymmetricLoss}
     * @return the node that emits probabilities [N,classes]
     */
    public static String addTo(GraphBuilder graph, Features features, int classes, ILossFunction loss) {
        graph.addLayer(
                TResNet.HEAD,
                new OutputLayer.Builder(loss)
                        .activation(Activation.SIGMOID)
                        .nIn(features.last().channels())
                        .nOut(classes)
                        .weightInit(TResNet.headWeights())
                        .build(),
                TResNet.pool(graph, features));
        return TResNet.HEAD;
    }
}
