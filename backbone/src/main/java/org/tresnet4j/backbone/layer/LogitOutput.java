package org.tresnet4j.backbone.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * The output of a head that ends in numbers [N,C] for an activation and a loss. As DL4J's {@code LossLayer}, but the
 * reported loss is divided by the images only where the network's {@code miniBatch} says so, as {@code OutputLayer} has it.
 */
public final class LogitOutput extends LossLayer {

    private static final long serialVersionUID = 1L;

    /** For deserialisation. */
    public LogitOutput() {}

    /**
     * @param loss of numbers and labels [N,C]
     * @param activation between the numbers and the network's output
     */
    public LogitOutput(ILossFunction loss, Activation activation) {
        super(new LossLayer.Builder(loss).activation(activation));
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initializeParameters,
            DataType type) {
        LogitOutputLayer layer = new LogitOutputLayer(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initializeParameters));
        return layer;
    }
}
