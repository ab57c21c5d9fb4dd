package org.tresnet4j.backbone.layer;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * The configuration of a layer that calls kernels with parameters. Weight decay reaches weights only; running statistics
 * and constants are parameters that the updater leaves alone (the "gradient" of a statistic is the step towards the
 * batch's value, that of a constant 0).
 */
public abstract class KernelLayer extends FeedForwardLayer {

    private static final long serialVersionUID = 1L;

    private boolean frozen;

    /** For deserialisation. */
    protected KernelLayer() {}

    protected KernelLayer(long channelsIn, long channelsOut) {
        this.nIn = channelsIn;
        this.nOut = channelsOut;
    }

    /** Whether the parameters stay as they are in training. */
    public boolean isFrozen() {
        return frozen;
    }

    public void setFrozen(boolean frozen) {
        this.frozen = frozen;
    }

    /** Whether gradients change a graph's parameter of this key ({@code node_parameter}); false for running statistics. */
    public static boolean isLearned(ComputationGraph network, String key) {
        int split = key.lastIndexOf('_');
        return !(network.getLayer(key.substring(0, split)).conf().getLayer() instanceof KernelLayer layer)
                || layer.parameters().isLearned(layer, key.substring(split + 1));
    }

    /** What the layer learns. */
    protected abstract ParameterTable<?> parameters();

    /** What runs the layer, still without its parameters. */
    protected abstract KernelLayerImpl<?> implementation(NeuralNetConfiguration conf, DataType type);

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int layerIndex,
            INDArray parameters,
            boolean initializeParameters,
            DataType type) {
        return implementation(conf, type)
                .ready(listeners, layerIndex, parameters, initializer().init(conf, parameters, initializeParameters));
    }

    @Override
    public ParameterTable<?> initializer() {
        return parameters();
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        if (nIn <= 0 || override) {
            nIn = Maps.type(inputType, getLayerName()).getChannels();
        }
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return null;
    }

    @Override
    public List<Regularization> getRegularizationByParam(String name) {
        return !frozen && parameters().isWeightParam(this, name) ? getRegularization() : null;
    }

    @Override
    public IUpdater getUpdaterByParam(String name) {
        return frozen || !parameters().isLearned(this, name) ? new NoOp() : getIUpdater();
    }

    /** None: clipping would hit the running statistics. */
    @Override
    public GradientNormalization getGradientNormalization() {
        return GradientNormalization.None;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        InputType output = getOutputType(-1, inputType);
        long states = parameters().paramKeys(this).stream()
                .mapToLong(name -> getUpdaterByParam(name).stateSize(1))
                .max()
                .orElse(0);
        return new LayerMemoryReport.Builder(getLayerName(), getClass(), inputType, output)
                .standardMemory(
                        parameters().numParams(this), states * parameters().numParams(this))
                .workingMemory(0, 0, 0, 2 * output.arrayElementsPerExample())
                .cacheMemory(Map.of(), Map.of())
                .build();
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof KernelLayer that && frozen == that.frozen;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), frozen);
    }
}
