package org.tresnet4j.backbone.layer;

import java.util.Collection;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the layers with parameters share: DL4J's bookkeeping, without its mathematics. */
public abstract class KernelLayerImpl<L extends KernelLayer> extends BaseLayer<L> {

    private static final long serialVersionUID = 1L;

    protected KernelLayerImpl(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    KernelLayerImpl<L> ready(
            Collection<TrainingListener> listeners, int index, INDArray flat, Map<String, INDArray> table) {
        setListeners(listeners);
        setIndex(index);
        setParamsViewArray(flat);
        setParamTable(table);
        return this;
    }

    @Override
    public abstract INDArray activate(boolean training, LayerWorkspaceMgr workspaces);

    /**
     * The gradients of the parameters for the graph, once they are in their views; 0 where the layer is frozen, as the
     * updater of frozen parameters subtracts what it is given.
     */
    protected Gradient gradients() {
        if (layerConf().isFrozen()) {
            gradientsFlattened.assign(0);
        }
        Gradient gradients = new DefaultGradient();
        gradientViews.forEach(gradients::setGradientFor);
        return gradients;
    }

    @Override
    public void setParams(INDArray params) {
        if (params != paramsFlattened) {
            setParams(params, 'c');
        }
    }

    /** Running statistics move by their own momentum whatever the batch. */
    @Override
    public boolean updaterDivideByMinibatch(String name) {
        return !layerConf().parameters().isStatistic(layerConf(), name);
    }

    /** Zero: weight decay belongs to the update, and the reported loss is that of the data alone. */
    @Override
    public double calcRegularizationScore(boolean backpropParamsOnly) {
        return 0;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public boolean hasBias() {
        return false;
    }
}
