package org.tresnet4j.backbone.layer;

import java.util.Collection;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;

/** The configuration of a layer that is one kernel without parameters, whose gradient needs the input's shape only. */
public abstract class ParameterlessLayer extends NoParamLayer {

    private static final long serialVersionUID = 1L;

    ParameterlessLayerImpl implementation(NeuralNetConfiguration conf, DataType type) {
        return new ParameterlessLayerImpl(conf, type);
    }

    /** Fails when the layer cannot take such an input. */
    void check(INDArray x) {
        Maps.requireMaps(x, 0, getLayerName());
    }

    /** The kernels that a network's entrance chooses; empty for layers that take those of their input. */
    Optional<Kernels> entrance(DataType type) {
        return Optional.empty();
    }

    abstract INDArray forward(Kernels kernels, INDArray x, Memory memory);

    /** The gradient of the input; null where it is the graph's own. */
    abstract INDArray gradient(Kernels kernels, INDArray gradient, long[] shape, Memory memory);

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int layerIndex,
            INDArray parameters,
            boolean initializeParameters,
            DataType type) {
        ParameterlessLayerImpl layer = implementation(conf, type);
        layer.setListeners(listeners);
        layer.setIndex(layerIndex);
        return layer;
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return null;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        return new LayerMemoryReport.Builder(getLayerName(), getClass(), inputType, getOutputType(-1, inputType))
                .standardMemory(0, 0)
                .workingMemory(0, 0, 0, 0)
                .cacheMemory(0, 0)
                .build();
    }
}
