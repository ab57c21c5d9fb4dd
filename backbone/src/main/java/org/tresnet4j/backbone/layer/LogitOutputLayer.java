package org.tresnet4j.backbone.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.LossLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;

/** Runs a {@link LogitOutput}. */
final class LogitOutputLayer extends LossLayer {

    private static final long serialVersionUID = 1L;

    LogitOutputLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        double mean = super.computeScore(0, training, workspaces);
        double data = conf.isMiniBatch() ? mean : mean * getInputMiniBatchSize();
        return data + regularization;
    }
}
