package org.tresnet4j.backbone.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The parameters of a layer as a table: DL4J's initializer, written once. */
public abstract class ParameterTable<L extends Layer> implements ParamInitializer {

    /** What changes a parameter in training. */
    public enum Role {
        /** Gradients and weight decay. */
        WEIGHT,
        /** Gradients. */
        BIAS,
        /** The batch's statistics. */
        STATISTIC,
        /** Nothing. */
        CONSTANT
    }

    /** One parameter: its name, its part in training, its shape, and how a fresh one is filled. */
    public record Entry(String name, Role role, Consumer<INDArray> fill, long... shape) {

        long length() {
            long length = 1;
            for (long side : shape) {
                length *= side;
            }
            return length;
        }
    }

    private final Class<L> owner;

    protected ParameterTable(Class<L> owner) {
        this.owner = owner;
    }

    /** The parameters of a layer in the order of its flat vector. */
    protected abstract List<Entry> entries(L layer);

    private List<Entry> table(Layer layer) {
        return entries(owner.cast(layer));
    }

    private Entry entry(Layer layer, String name) {
        return table(layer).stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "layer " + layer.getLayerName() + " has no parameter '" + name + "'"));
    }

    private Role role(Layer layer, String name) {
        return entry(layer, name).role();
    }

    /** The shape of a parameter. */
    public long[] shape(Layer layer, String name) {
        return entry(layer, name).shape().clone();
    }

    private List<String> names(Layer layer, Role role) {
        return table(layer).stream()
                .filter(entry -> entry.role() == role)
                .map(Entry::name)
                .toList();
    }

    boolean isStatistic(Layer layer, String name) {
        return role(layer, name) == Role.STATISTIC;
    }

    /** Whether gradients change the parameter. */
    boolean isLearned(Layer layer, String name) {
        return isWeightParam(layer, name) || isBiasParam(layer, name);
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return table(layer).stream().mapToLong(Entry::length).sum();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return new ArrayList<>(table(layer).stream().map(Entry::name).toList());
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return names(layer, Role.WEIGHT);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return names(layer, Role.BIAS);
    }

    @Override
    public boolean isWeightParam(Layer layer, String name) {
        return role(layer, name) == Role.WEIGHT;
    }

    @Override
    public boolean isBiasParam(Layer layer, String name) {
        return role(layer, name) == Role.BIAS;
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray flat, boolean initialize) {
        Map<String, INDArray> parameters = views(conf, flat);
        for (Entry entry : table(conf.getLayer())) {
            conf.addVariable(entry.name());
            if (initialize) {
                entry.fill().accept(parameters.get(entry.name()));
            }
        }
        return parameters;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray flat) {
        return views(conf, flat);
    }

    private Map<String, INDArray> views(NeuralNetConfiguration conf, INDArray flat) {
        INDArray vector = flat.reshape(flat.length());
        Map<String, INDArray> views = new LinkedHashMap<>();
        long from = 0;
        for (Entry entry : table(conf.getLayer())) {
            long to = from + entry.length();
            views.put(entry.name(), vector.get(NDArrayIndex.interval(from, to)).reshape('c', entry.shape()));
            from = to;
        }
        return views;
    }
}
