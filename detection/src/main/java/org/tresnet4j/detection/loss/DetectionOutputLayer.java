package org.tresnet4j.detection.loss;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.LossLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs a {@link DetectionOutput}. Unlike DL4J's own layer it takes labels of three dimensions, does not divide the loss by
 * the images, and computes loss and gradient at once: the graph asks for the gradient first.
 */
final class DetectionOutputLayer extends LossLayer {

    private static final long serialVersionUID = 1L;

    private transient Double score;

    DetectionOutputLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    private DetectionLoss loss() {
        return (DetectionLoss) layerConf().getLossFn();
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        score = null;
    }

    @Override
    public void setLabels(INDArray labels) {
        super.setLabels(labels);
        score = null;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        Pair<Double, INDArray> both = loss().computeGradientAndScore(labels, input, null, null, false);
        score = both.getFirst();
        return new Pair<>(new DefaultGradient(), workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, both.getSecond()));
    }

    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        double data = score == null ? loss().computeScore(labels, input, null, null, false) : score;
        return data + regularization;
    }

    @Override
    protected INDArray getLabels2d() {
        return labels;
    }
}
