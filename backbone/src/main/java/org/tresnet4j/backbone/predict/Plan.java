package org.tresnet4j.backbone.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.kernel.FoldedConvolution;
import org.tresnet4j.backbone.kernel.KernelChoice;
import org.tresnet4j.backbone.kernel.KernelSelection;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Precision;
import org.tresnet4j.backbone.layer.Foldable;
import org.tresnet4j.backbone.layer.Inference;
import org.tresnet4j.backbone.layer.Residual;
import org.tresnet4j.backbone.layer.SharedLayerImpl;
import org.tresnet4j.backbone.layer.Sum;
import org.tresnet4j.backbone.layer.SummedInference;

/** Turns a graph into the steps of a prediction: convolutions folded, residual sums inside the layer before them. */
final class Plan {

    private final ComputationGraph network;
    private final Map<String, Kernels> kernels = new HashMap<>();
    private final Map<String, List<String>> inputs;
    private final List<String> order;
    private final List<Step> steps = new ArrayList<>();

    private Plan(ComputationGraph network) {
        this.network = network;
        this.inputs = network.getConfiguration().getVertexInputs();
        this.order = Arrays.stream(network.topologicalSortOrder())
                .mapToObj(index -> network.getVertices()[index].getVertexName())
                .toList();
    }

    static List<Step> of(ComputationGraph network) {
        return new Plan(network).compile();
    }

    private List<Step> compile() {
        Map<String, String> mergedSums = mergedSums();
        for (int index : network.topologicalSortOrder()) {
            GraphVertex vertex = network.getVertices()[index];
            String name = vertex.getVertexName();
            if (!vertex.isInputVertex() && !mergedSums.containsValue(name)) {
                add(vertex, Optional.ofNullable(mergedSums.get(name)));
            }
        }
        return List.copyOf(steps);
    }

    /**
     * Residual sums by name, each with the layer in front of it: one that nobody else reads and that can sum. Beside a
     * convolution nobody else may need the shortcut then or later, as it is overwritten.
     */
    private Map<String, String> mergedSums() {
        Map<String, String> merged = new LinkedHashMap<>();
        network.getConfiguration().getVertices().forEach((name, conf) -> {
            if (conf instanceof Residual) {
                String branch = inputs.get(name).get(0);
                String shortcut = inputs.get(name).get(1);
                Layer layer = network.getLayer(branch);
                boolean sums = layer instanceof SummedInference
                        || layer instanceof Foldable && isReadOnlyBefore(shortcut, name);
                if (sums && !branch.equals(shortcut) && isReadOnlyBy(branch, name)) {
                    merged.put(name, branch);
                }
            }
        });
        return merged;
    }

    private boolean isReadOnlyBy(String value, String user) {
        return staysInside(value) && users(value).allMatch(user::equals);
    }

    /** But for the sum itself. */
    private boolean isReadOnlyBefore(String value, String sum) {
        return staysInside(value)
                && users(value)
                        .filter(user -> !user.equals(sum))
                        .allMatch(user -> latestPosition(user) < order.indexOf(sum));
    }

    private boolean staysInside(String value) {
        return !network.getConfiguration().getNetworkOutputs().contains(value)
                && !network.getConfiguration().getNetworkInputs().contains(value);
    }

    private Stream<String> users(String value) {
        return inputs.entrySet().stream()
                .filter(entry -> entry.getValue().contains(value))
                .map(Map.Entry::getKey);
    }

    /** A layer in front of a residual sum may run with it, behind what stands between them. */
    private int latestPosition(String user) {
        return Stream.concat(
                        Stream.of(user),
                        users(user)
                                .filter(next -> inputs.get(next).get(0).equals(user)
                                        && network.getConfiguration()
                                                        .getVertices()
                                                        .get(next)
                                                instanceof Residual))
                .mapToInt(order::indexOf)
                .max()
                .orElseThrow();
    }

    private void add(GraphVertex vertex, Optional<String> branch) {
        String name = vertex.getVertexName();
        List<String> from = inputs.get(name);
        if (branch.isPresent()) {
            addSum(name, branch.get(), from.get(1));
            return;
        }
        Kernels ofInput = kernelsOf(from.get(0));
        Layer layer = vertex.hasLayer() ? vertex.getLayer() : null;
        if (layer instanceof Foldable foldable) {
            FoldedConvolution folded = ofInput.fold(foldable.fold());
            add(name, ofInput, from, (values, memory) -> folded.apply(values.get(0), null, memory));
        } else if (layer instanceof Inference inference) {
            Kernels chosen = inference.kernels(ofInput);
            add(name, chosen, from, (values, memory) -> inference.infer(chosen, values.get(0), memory));
        } else if (layer instanceof SharedLayerImpl<?> shared) {
            add(name, ofInput, from, (values, memory) -> shared.infer(ofInput, values, memory));
        } else if (network.getConfiguration().getVertices().get(name) instanceof Residual) {
            add(name, ofInput, from, (values, memory) -> ofInput.residual(values.get(0), values.get(1), memory));
        } else if (network.getConfiguration().getVertices().get(name) instanceof Sum) {
            add(name, ofInput, from, (values, memory) -> ofInput.add(values.get(0), values.get(1), memory));
        } else {
            add(name, foreign(), from, (values, memory) -> runForeign(vertex, values));
        }
    }

    /** A residual sum with the layer at the end of its branch. */
    private void addSum(String name, String branch, String shortcut) {
        String input = inputs.get(branch).get(0);
        Kernels ofInput = kernelsOf(input);
        List<String> from = List.of(input, shortcut);
        if (network.getLayer(branch) instanceof SummedInference layer) {
            Kernels chosen = layer.kernels(ofInput);
            add(
                    name,
                    chosen,
                    from,
                    (values, memory) -> layer.inferWithResidual(chosen, values.get(0), values.get(1), memory));
        } else {
            FoldedConvolution folded = ofInput.fold(((Foldable) network.getLayer(branch)).foldWithResidual());
            add(name, ofInput, from, (values, memory) -> folded.apply(values.get(0), values.get(1), memory));
        }
    }

    private void add(String name, Kernels chosen, List<String> from, Step.Function function) {
        kernels.put(name, chosen);
        steps.add(new Step(name, from, function));
    }

    private Kernels kernelsOf(String node) {
        return kernels.getOrDefault(node, foreign());
    }

    /** For what comes from images or foreign layers. */
    private Kernels foreign() {
        return KernelSelection.entrance(
                new Computation(KernelChoice.ND4J, Precision.FLOAT32),
                network.getConfiguration().getDataType());
    }

    /** A vertex of DL4J keeps its input in itself: one prediction after the other. */
    private INDArray runForeign(GraphVertex vertex, List<INDArray> values) {
        synchronized (network) {
            LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
            for (int i = 0; i < values.size(); i++) {
                vertex.setInput(i, values.get(i), none);
            }
            INDArray result = vertex.doForward(false, none);
            vertex.clear();
            return result;
        }
    }
}
