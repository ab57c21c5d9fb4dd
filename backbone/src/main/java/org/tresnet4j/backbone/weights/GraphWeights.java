package org.tresnet4j.backbone.weights;

import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.tresnet4j.backbone.TResNetVariant;

/** Puts weights of files into networks with a TResNet, and takes them out again. */
public final class GraphWeights {

    /** What PyTorch's modules keep beside their parameters: counters, and the fixed filters of the blur. */
    private static final List<String> IGNORED = List.of(".num_batches_tracked", "op.filt");

    /** Differences that are shown of a network that is another altogether. */
    private static final int SHOWN = 3;

    private final StateDict weights;
    private final Naming naming;
    private final ComputationGraph network;
    private final List<String> loaded = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final List<String> mismatched = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private GraphWeights(StateDict weights, ComputationGraph network) {
        this.weights = weights;
        this.naming = Naming.of(weights);
        this.network = network;
    }

    /**
     * Loads the backbone, and the head where the network has the file's, with as many classes. Parameters of other heads
     * and necks stay as they are.
     *
     * @throws WeightsException if the backbones differ in a name or a shape: it names the variant that would fit, or every
     *     difference; the network is then as it was
     */
    public static LoadReport load(StateDict weights, ComputationGraph network) {
        return new GraphWeights(weights, network).load();
    }

    /** A network's backbone, and its head if it is linear, under the names of others. */
    public static StateDict of(ComputationGraph network, Naming naming) {
        NameTable table = NameTable.of(network.getConfiguration());
        if (table.parameters().isEmpty()) {
            throw new WeightsException("the network has no TResNet in it, so there is nothing to name");
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (NamedParameter parameter : table.parameters()) {
            tensors.put(parameter.official(), parameter.read(network.getParam(parameter.key())));
        }
        StateDict official = new StateDict("the network", tensors, List.of());
        return naming == Naming.TIMM ? TimmScale.toTimm(official, table) : official;
    }

    /** The number of classes of the head in a file; empty if it has none that is known. */
    public static OptionalInt classes(StateDict weights) {
        return Stream.concat(
                        Arrays.stream(PublishedHead.values()).map(PublishedHead::bias),
                        Stream.of(BottleneckHead.CLASSIFIER + "bias"))
                .map(weights.tensors()::get)
                .filter(tensor -> tensor != null && tensor.shape().length == 1)
                .mapToInt(tensor -> Math.toIntExact(tensor.shape()[0]))
                .findFirst();
    }

    private LoadReport load() {
        NameTable table = NameTable.of(network.getConfiguration());
        Map<String, NamedParameter> expected = table.by(Naming.OFFICIAL);
        StateDict official =
                BottleneckHead.folded(naming == Naming.TIMM ? TimmScale.toOfficial(weights, table) : weights);
        Map<NamedParameter, Tensor> matched = match(official, expected);
        missing(official, expected);
        if (!faults.isEmpty()) {
            throw new WeightsException(weights.source() + ": " + difference(table));
        }
        matched.forEach((parameter, tensor) -> {
            parameter.fill(network.getParam(parameter.key()), tensor);
            loaded.add(parameter.name(naming));
        });
        return new LoadReport(weights.source(), naming, loaded, skipped, mismatched, kept(matched.keySet()));
    }

    /** The variant that the file is of, if that explains the faults; else each of them. */
    private String difference(NameTable table) {
        Optional<TResNetVariant> inFile = LikelyVariant.of(weights, naming);
        Optional<TResNetVariant> inNetwork = LikelyVariant.of(table);
        if (inFile.isEmpty() || inFile.equals(inNetwork)) {
            return String.join("; ", faults);
        }
        String others = faults.size() > SHOWN ? "; and " + (faults.size() - SHOWN) + " more" : "";
        return "holds " + inFile.get().name() + ", but the network is "
                + inNetwork.map(TResNetVariant::name).orElse("of another width or depth")
                + ": choose the variant of the file, or other weights ("
                + String.join("; ", faults.subList(0, Math.min(SHOWN, faults.size()))) + others + ")";
    }

    private Map<NamedParameter, Tensor> match(StateDict official, Map<String, NamedParameter> expected) {
        Set<PublishedHead> otherClasses = Arrays.stream(PublishedHead.values())
                .filter(head -> head.hasOtherClasses(official.tensors(), expected))
                .collect(Collectors.toSet());
        Map<NamedParameter, Tensor> matched = new LinkedHashMap<>();
        official.tensors().forEach((name, tensor) -> {
            NamedParameter parameter = expected.get(name);
            Optional<PublishedHead> head = PublishedHead.of(name);
            if (IGNORED.stream().anyMatch(name::endsWith)) {
                skipped.add(name);
            } else if (parameter == null && head.isPresent() && !head.get().isAmong(expected.keySet())) {
                skipped.add(name + " (the network has no such head)");
            } else if (parameter == null) {
                faults.add("tensor " + PickleReader.shown(name) + ": is not a parameter of the network");
            } else if (head.filter(otherClasses::contains).isPresent()) {
                mismatched.add(shapes(name, tensor, parameter));
            } else if (!tensor.hasShape(parameter.shape())) {
                faults.add("tensor " + shapes(parameter.name(naming), tensor, parameter));
            } else {
                matched.put(parameter, tensor);
            }
        });
        return matched;
    }

    private static String shapes(String name, Tensor tensor, NamedParameter parameter) {
        return name + ": has the shape " + Arrays.toString(tensor.shape()) + ", the network wants "
                + parameter.wanted();
    }

    /** A file may lack a head as a whole. */
    private void missing(StateDict official, Map<String, NamedParameter> expected) {
        Set<String> present = official.tensors().keySet();
        Sets.difference(expected.keySet(), present).stream()
                .filter(name -> PublishedHead.of(name)
                        .map(head -> head.isAmong(present))
                        .orElse(true))
                .map(name -> "tensor " + expected.get(name).name(naming) + ": is missing in the file")
                .forEach(faults::add);
    }

    private List<String> kept(Set<NamedParameter> filled) {
        Set<String> keys = filled.stream().map(NamedParameter::key).collect(Collectors.toSet());
        return network.paramTable().keySet().stream()
                .filter(key -> !keys.contains(key))
                .toList();
    }
}
