package org.tresnet4j.detection.loss;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The output of a detector: hands the head's rows on, and in training compares them with {@link Targets}. */
public final class DetectionOutput extends LossLayer {

    private static final long serialVersionUID = 1L;

    /** For deserialisation. */
    public DetectionOutput() {}

    /** An output with that loss. */
    public DetectionOutput(DetectionLoss loss) {
        super(new LossLayer.Builder(loss).activation(Activation.IDENTITY));
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initializeParameters,
            DataType type) {
        DetectionOutputLayer layer = new DetectionOutputLayer(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(conf, parameters, initializeParameters));
        return layer;
    }
}
