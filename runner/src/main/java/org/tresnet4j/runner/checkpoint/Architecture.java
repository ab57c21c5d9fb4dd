package org.tresnet4j.runner.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tells whether saved parameters belong to a network. */
final class Architecture {

    private static final int SHOWN = 5;

    private Architecture() {}

    static void compare(Path file, ComputationGraphConfiguration saved, ComputationGraph network) {
        List<String> differences = new ArrayList<>();
        Map<String, List<String>> savedInputs = saved.getVertexInputs();
        Map<String, List<String>> inputs = network.getConfiguration().getVertexInputs();
        TreeSet<String> names = new TreeSet<>(savedInputs.keySet());
        names.addAll(inputs.keySet());
        for (String name : names) {
            if (!inputs.containsKey(name)) {
                differences.add("'" + name + "' is only in the checkpoint");
            } else if (!savedInputs.containsKey(name)) {
                differences.add("'" + name + "' is only in the network");
            } else if (!Objects.equals(savedInputs.get(name), inputs.get(name))) {
                differences.add("'" + name + "' follows " + savedInputs.get(name) + " in the checkpoint and "
                        + inputs.get(name) + " in the network");
            }
        }
        if (differences.isEmpty()) {
            parameters(saved, network, differences);
        }
        if (!differences.isEmpty()) {
            throw new CheckpointException(file + ": is of another architecture than the network of the configuration: "
                    + String.join("; ", differences.subList(0, Math.min(SHOWN, differences.size())))
                    + (differences.size() > SHOWN ? "; and " + (differences.size() - SHOWN) + " more" : "")
                    + ". Use the configuration of its run (config.yaml), or start a run of your own");
        }
    }

    private static void parameters(
            ComputationGraphConfiguration saved, ComputationGraph network, List<String> differences) {
        ComputationGraph other = new ComputationGraph(saved);
        other.init();
        Map<String, INDArray> theirs = other.paramTable();
        Map<String, INDArray> ours = network.paramTable();
        for (String name : theirs.keySet()) {
            long[] savedShape = theirs.get(name).shape();
            if (!ours.containsKey(name)) {
                differences.add("'" + name + "' is only in the checkpoint");
            } else if (!Arrays.equals(savedShape, ours.get(name).shape())) {
                differences.add("'" + name + "' is " + Arrays.toString(savedShape) + " in the checkpoint and "
                        + Arrays.toString(ours.get(name).shape()) + " in the network");
            }
        }
        for (String name : ours.keySet()) {
            if (!theirs.containsKey(name)) {
                differences.add("'" + name + "' is only in the network");
            }
        }
    }
}
