package org.tresnet4j.cli;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tresnet4j.backbone.TResNet;

/** What a network computes before any sigmoid or softmax, and the maps of its stages on the way. */
final class RawOutputs {

    /** The name of the network's own output. */
    static final String OUTPUT = "output";

    /** Images at a time, so that activations do not grow with the file. */
    private static final int IMAGES = 8;

    private final ComputationGraph network;
    private final Map<String, String> nodes;

    /**
     * @param network its output loses its activation function
     * @param features whether C2 to C5 are wanted, too
     */
    RawOutputs(ComputationGraph network, boolean features) {
        this.network = network;
        String output = network.getConfiguration().getNetworkOutputs().get(0);
        if (network.getLayer(output).conf().getLayer() instanceof BaseLayer layer) {
            layer.setActivationFn(new ActivationIdentity());
        }
        ImmutableMap.Builder<String, String> wanted =
                ImmutableMap.<String, String>builder().put(OUTPUT, output);
        if (features) {
            wanted.putAll(TResNet.stageNodes(network));
        }
        this.nodes = wanted.build();
    }

    /**
     * Computes, in inference mode.
     *
     * @param images [N,3,H,W]
     * @return float arrays by name: {@link #OUTPUT}, and C2 to C5 [N,C,H',W'] if they were asked for
     */
    Map<String, INDArray> of(INDArray images) {
        Map<String, List<INDArray>> parts = new LinkedHashMap<>();
        for (long from = 0; from < images.size(0); from += IMAGES) {
            long to = Math.min(from + IMAGES, images.size(0));
            INDArray batch = images.get(NDArrayIndex.interval(from, to)).dup('c');
            INDArray[] computed = network.output(List.copyOf(nodes.values()), false, new INDArray[] {batch}, null);
            int next = 0;
            for (String name : nodes.keySet()) {
                INDArray plain = computed[next++].castTo(DataType.FLOAT).dup('c');
                parts.computeIfAbsent(name, key -> new ArrayList<>()).add(plain);
            }
        }
        Map<String, INDArray> whole = new LinkedHashMap<>();
        parts.forEach((name, arrays) -> whole.put(name, Nd4j.concat(0, arrays.toArray(INDArray[]::new))));
        return whole;
    }
}
