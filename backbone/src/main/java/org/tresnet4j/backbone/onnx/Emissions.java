package org.tresnet4j.backbone.onnx;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The table of the kinds of layers and vertices that can be written, to which modules with layers of their own add.
 * Immutable.
 */
public final class Emissions {

    static final Emissions NONE = new Emissions(Map.of());

    private final ImmutableMap<Class<?>, Emission<?>> table;

    private Emissions(Map<Class<?>, Emission<?>> table) {
        this.table = ImmutableMap.copyOf(table);
    }

    /** The kinds that networks with a TResNet, and pyramids on them, are made of. */
    public static Emissions ofBackbone() {
        return BackboneEmissions.TABLE;
    }

    /** The same with one kind more. */
    public <K> Emissions with(Class<K> kind, Emission<K> emission) {
        return new Emissions(ImmutableMap.<Class<?>, Emission<?>>builder()
                .putAll(table)
                .put(kind, emission)
                .build());
    }

    /**
     * Writes a node.
     *
     * @throws IllegalArgumentException if its kind is not in the table
     */
    <K> List<String> emit(Node<K> node, OnnxGraph graph) {
        return this.<K>find(node.conf())
                .orElseThrow(() -> new IllegalArgumentException(
                        "node '" + node.name() + "': " + node.conf().getClass().getSimpleName()
                                + " cannot be written as ONNX; what can is " + kinds()))
                .emit(node, graph);
    }

    /** The table holds an emission of K under the class of K. */
    @SuppressWarnings("unchecked")
    private <K> Optional<Emission<K>> find(K conf) {
        return Optional.ofNullable((Emission<K>) table.get(conf.getClass()));
    }

    private String kinds() {
        return table.keySet().stream().map(Class::getSimpleName).collect(Collectors.joining(", "));
    }
}
