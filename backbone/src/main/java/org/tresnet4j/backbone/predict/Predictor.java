package org.tresnet4j.backbone.predict;

import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Predicts with a trained network, about as fast as the convolutions alone: normalisation, activations and residual sums
 * happen inside them, weights are re-ordered once, and buffers are used again.
 *
 * <p>The backbone's convolutions are copied when the predictor is made; other layers are the network's own, so it must not
 * be trained or otherwise used meanwhile. Thread-safe: each prediction that runs at the same time has buffers of its own,
 * kept for the next; layers of DL4J itself, such as a head's, run one prediction after the other.
 */
public final class Predictor {

    private final List<String> inputs;
    private final List<String> outputs;
    private final List<Step> steps;
    private final List<List<String>> lastUses;
    private final Deque<Arena> idle = new ConcurrentLinkedDeque<>();

    private Predictor(List<String> inputs, List<String> outputs, List<Step> steps) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.steps = steps;
        this.lastUses = lastUses(steps, outputs);
    }

    /** A predictor with the network's present parameters and computation. */
    public static Predictor of(ComputationGraph network) {
        return new Predictor(
                List.copyOf(network.getConfiguration().getNetworkInputs()),
                List.copyOf(network.getConfiguration().getNetworkOutputs()),
                Plan.of(network));
    }

    /**
     * Predicts.
     *
     * @param images the network's inputs, e.g. [N,3,H,W] RGB in [0,1]
     * @return the network's outputs in their order, in plain layout; the caller's
     * @throws IllegalArgumentException for another number of inputs than the network has
     */
    public List<INDArray> predict(INDArray... images) {
        if (images.length != inputs.size()) {
            throw new IllegalArgumentException(
                    "the network has the inputs " + inputs + ", but was given " + images.length + " arrays");
        }
        Arena reused = idle.pollFirst();
        Arena arena = reused == null ? new Arena() : reused;
        MemoryWorkspace outer = Nd4j.getMemoryManager().getCurrentWorkspace();
        Nd4j.getMemoryManager().setCurrentWorkspace(null);
        try {
            List<INDArray> results = run(images, arena);
            idle.addFirst(arena);
            return results;
        } finally {
            Nd4j.getMemoryManager().setCurrentWorkspace(outer);
        }
    }

    private List<INDArray> run(INDArray[] images, Arena arena) {
        Map<String, INDArray> values = new HashMap<>();
        Map<String, List<INDArray>> rooms = new HashMap<>();
        for (int i = 0; i < images.length; i++) {
            values.put(inputs.get(i), images[i]);
        }
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            List<INDArray> read = step.inputs().stream().map(values::get).toList();
            INDArray result = step.function().apply(read, arena);
            rooms.put(step.result(), arena.endStep());
            overwritten(step, values, result)
                    .ifPresent(input -> rooms.get(step.result()).addAll(rooms.remove(input)));
            values.put(step.result(), result);
            for (String done : lastUses.get(i)) {
                values.remove(done);
                arena.release(rooms.getOrDefault(done, List.of()));
            }
        }
        List<INDArray> results =
                outputs.stream().map(name -> plain(values.get(name))).toList();
        outputs.forEach(name -> arena.release(rooms.getOrDefault(name, List.of())));
        return results;
    }

    /** The input that the result took the place of. */
    private static Optional<String> overwritten(Step step, Map<String, INDArray> values, INDArray result) {
        return step.inputs().stream()
                .filter(input -> values.get(input) == result)
                .findFirst();
    }

    private static INDArray plain(INDArray value) {
        DataType type = value.dataType() == DataType.BFLOAT16 ? DataType.FLOAT : value.dataType();
        INDArray copy = Nd4j.createUninitializedDetached(type, value.shape());
        copy.assign(value);
        return copy;
    }

    /** For each step, the values that no later step and no output needs. */
    private static List<List<String>> lastUses(List<Step> steps, List<String> outputs) {
        Set<String> needed = new HashSet<>(outputs);
        LinkedList<List<String>> uses = new LinkedList<>();
        for (int i = steps.size() - 1; i >= 0; i--) {
            List<String> last = new ArrayList<>();
            for (String input : steps.get(i).inputs()) {
                if (needed.add(input)) {
                    last.add(input);
                }
            }
            uses.addFirst(last);
        }
        return uses;
    }
}
