package org.tresnet4j.runner.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns sections into records, gathering every fault on the way. */
final class Binder {

    private final Faults faults;
    private final Values values;
    private final List<String> allKeys;

    /** @param allKeys every dotted key of the document, for suggestions */
    Binder(Faults faults, List<String> allKeys) {
        this.faults = faults;
        this.values = new Values(faults, this);
        this.allKeys = allKeys;
    }

    /** Reports the keys of a section that none of the schemas knows. */
    void checkUnknown(Node.Section section, String prefix, List<RecordSchema<?>> schemas) {
        List<String> known =
                schemas.stream().flatMap(schema -> schema.names().stream()).toList();
        section.entries().forEach((name, node) -> {
            if (!known.contains(name)) {
                faults.add(node.origin(), prefix + name, "unknown key; " + cure(name, prefix, known));
            }
        });
    }

    private String cure(String name, String prefix, List<String> siblings) {
        Optional<String> elsewhere =
                allKeys.stream().filter(key -> key.endsWith("." + name)).findFirst();
        return Spelling.nearest(name, siblings)
                .map(near -> prefix + near)
                .or(() -> elsewhere)
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() -> "known here: " + String.join(", ", siblings));
    }

    /** Binds a section whose unknown keys have been checked; empty when one of its values or their combination is at fault. */
    <R extends Record> Optional<R> bind(Node.Section section, String prefix, RecordSchema<R> schema) {
        List<Object> arguments = new ArrayList<>();
        Map<String, String> written = new HashMap<>();
        for (KeySchema key : schema.keys()) {
            Optional<Object> value = component(section, prefix, key, written);
            value.ifPresent(present -> written.put(key.name(), Values.text(present)));
            value.ifPresent(arguments::add);
        }
        if (arguments.size() < schema.keys().size()) {
            return Optional.empty();
        }
        try {
            return Optional.of(schema.construct(arguments));
        } catch (IllegalArgumentException e) {
            faults.add(
                    objectionable(section, e.getMessage()),
                    prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** Where the key is written that a record's objection begins with: {@code schedule.milestones [3, 2] must be …}. */
    private static Origin objectionable(Node.Section section, String objection) {
        return section.innermost(objection.split(" ", 2)[0]).origin();
    }

    private Optional<Object> component(
            Node.Section section, String prefix, KeySchema key, Map<String, String> siblings) {
        String dotted = prefix + key.name();
        Node node = section.entries().get(key.name());
        if (key.condition().isPresent() && !key.condition().get().holds(siblings)) {
            Condition condition = key.condition().get();
            // where the sibling itself is at fault, that fault is enough
            if (node != null && siblings.containsKey(condition.sibling())) {
                faults.add(
                        node.origin(),
                        dotted,
                        "has a meaning only when " + prefix + condition + ", which is "
                                + siblings.get(condition.sibling()) + "; remove it");
            }
            return Optional.of(inapplicable(key, dotted));
        }
        if (node instanceof Node.Nothing nothing && key.section().isPresent() && !key.optional()) {
            // "train:" with nothing below it is a section of defaults
            return values.read(key, key.type(), Node.Section.empty(nothing.origin()), dotted);
        }
        if (node != null) {
            return values.read(key, key.type(), node, dotted);
        }
        return absent(section.origin(), key, dotted);
    }

    private Optional<Object> absent(Origin parent, KeySchema key, String dotted) {
        if (key.optional()) {
            return Optional.of(Optional.empty());
        }
        if (key.defaultValue().isPresent()) {
            return Optional.of(defaultOf(key, dotted));
        }
        if (key.section().isPresent()) {
            return values.read(key, key.type(), Node.Section.empty(parent), dotted);
        }
        faults.add(parent, dotted, "is required: " + key.doc());
        return Optional.empty();
    }

    private Object inapplicable(KeySchema key, String dotted) {
        if (key.optional()) {
            return Optional.empty();
        }
        return key.defaultValue().isEmpty() && KeySchema.raw(key.type()) == List.class
                ? List.of()
                : defaultOf(key, dotted);
    }

    /** The default is text from an annotation: a fault in it is the programmer's. */
    private Object defaultOf(KeySchema key, String dotted) {
        Faults own = new Faults();
        Origin origin = new Origin("the default of " + dotted, 0);
        Node node;
        if (key.defaultValue().isPresent()) {
            String text = key.defaultValue().get();
            node = text.isEmpty()
                    ? new Node.Scalar(origin, "")
                    : YamlReader.ofLine(origin, own).value(text);
        } else if (key.section().isPresent()) {
            node = Node.Section.empty(origin);
        } else {
            throw new IllegalStateException(dotted + " depends on a condition and has no default");
        }
        Optional<Object> value = new Binder(own, allKeys).values.read(key, key.type(), node, dotted);
        return value.orElseThrow(() -> new IllegalStateException("the default of " + dotted + " is not valid"));
    }

    /** Binds a nested section. */
    Optional<Object> nested(Node.Section section, String dotted, Class<? extends Record> type) {
        RecordSchema<?> schema = RecordSchema.of(type);
        checkUnknown(section, dotted + ".", List.of(schema));
        return bind(section, dotted + ".", schema).map(record -> (Object) record);
    }

    static List<String> dottedKeys(List<RecordSchema<?>> schemas) {
        return schemas.stream().flatMap(schema -> schema.dottedKeys().stream()).toList();
    }
}
