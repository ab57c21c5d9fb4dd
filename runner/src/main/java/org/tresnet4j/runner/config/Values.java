package org.tresnet4j.runner.config;

import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a value as the type its record component has. */
final class Values {

    private static final Pattern INTEGER = Pattern.compile("[-+]?\\d[\\d_]*");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\d[\\d_]*\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    private final Faults faults;
    private final Binder binder;

    Values(Faults faults, Binder binder) {
        this.faults = faults;
        this.binder = binder;
    }

    /** The value; empty when a fault was reported. */
    Optional<Object> read(KeySchema key, Type type, Node node, String dotted) {
        Class<?> raw = KeySchema.raw(type);
        if (raw == Optional.class) {
            return node instanceof Node.Nothing
                    ? Optional.of(Optional.empty())
                    : read(key, KeySchema.argument(type), node, dotted).map(Optional::of);
        }
        if (raw == List.class) {
            return items(key, KeySchema.argument(type), node, dotted);
        }
        if (raw.isRecord()) {
            return node instanceof Node.Section section
                    ? binder.nested(section, dotted, raw.asSubclass(Record.class))
                    : wrong(
                            node,
                            dotted,
                            "a section with the keys "
                                    + String.join(
                                            ", ",
                                            RecordSchema.of(raw.asSubclass(Record.class))
                                                    .names()));
        }
        return node instanceof Node.Scalar scalar
                ? scalar(key, raw, scalar, dotted)
                : wrong(node, dotted, expected(raw));
    }

    private Optional<Object> items(KeySchema key, Type itemType, Node node, String dotted) {
        if (!(node instanceof Node.Items items)) {
            return wrong(node, dotted, "a list, e.g. [a, b]");
        }
        int before = faults.count();
        List<Object> read = new ArrayList<>();
        for (Node item : items.items()) {
            read(key, itemType, item, dotted + "[" + read.size() + "]").ifPresent(read::add);
        }
        return faults.count() > before ? Optional.empty() : Optional.of(List.copyOf(read));
    }

    private Optional<Object> scalar(KeySchema key, Class<?> raw, Node.Scalar node, String dotted) {
        String text = node.text();
        if (raw == String.class) {
            return Optional.of(text);
        }
        if (raw == Path.class) {
            return path(node, dotted);
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return text.equals("true") || text.equals("false")
                    ? Optional.of(Boolean.valueOf(text))
                    : wrong(node, dotted, expected(raw));
        }
        if (raw.isEnum()) {
            Optional<Object> constant = Choices.find(raw, text).map(found -> (Object) found);
            return constant.isPresent() ? constant : unknownChoice(raw, node, dotted);
        }
        return number(raw, node, dotted).flatMap(number -> inRange(key.range(), number, node, dotted));
    }

    private Optional<Object> path(Node.Scalar node, String dotted) {
        try {
            return Optional.of(Path.of(node.text()));
        } catch (InvalidPathException e) {
            return wrong(node, dotted, "a path (" + e.getReason() + ")");
        }
    }

    private Optional<Object> unknownChoice(Class<?> raw, Node.Scalar node, String dotted) {
        String near = Spelling.nearest(node.text(), Choices.names(raw))
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
        faults.add(node.origin(), dotted, "expected " + expected(raw) + ", found " + node.describe() + near);
        return Optional.empty();
    }

    private Optional<Object> number(Class<?> raw, Node.Scalar node, String dotted) {
        String text = node.text();
        boolean whole = isWhole(raw);
        if (!(whole ? INTEGER : DECIMAL).matcher(text).matches()) {
            return wrong(node, dotted, expected(raw));
        }
        String digits = text.replace("_", "");
        try {
            if (raw == int.class || raw == Integer.class) {
                return Optional.of(Integer.valueOf(digits));
            }
            return Optional.of(whole ? (Object) Long.valueOf(digits) : (Object) Double.valueOf(digits));
        } catch (NumberFormatException e) {
            faults.add(node.origin(), dotted, node.describe() + " is too large for a whole number here");
            return Optional.empty();
        }
    }

    private Optional<Object> inRange(Range range, Object number, Node.Scalar node, String dotted) {
        double value = ((Number) number).doubleValue();
        if (!Double.isFinite(value) || !range.contains(value)) {
            faults.add(node.origin(), dotted, "must be " + range + ", found " + node.text());
            return Optional.empty();
        }
        return Optional.of(number);
    }

    private Optional<Object> wrong(Node node, String dotted, String expected) {
        faults.add(node.origin(), dotted, "expected " + expected + ", found " + node.describe());
        return Optional.empty();
    }

    static boolean isWhole(Class<?> raw) {
        return raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class;
    }

    static boolean isNumber(Class<?> raw) {
        return isWhole(raw) || raw == double.class || raw == Double.class;
    }

    /** What is expected of a single value, in words. */
    static String expected(Class<?> raw) {
        if (isNumber(raw)) {
            return isWhole(raw) ? "a whole number" : "a number";
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return "true or false";
        }
        if (raw.isEnum()) {
            return "one of " + String.join(", ", Choices.names(raw));
        }
        if (raw == String.class || raw == Path.class) {
            return raw == String.class ? "text" : "a path";
        }
        throw new IllegalStateException(raw.getName() + " is not a type that a configuration record may have");
    }

    /** How a value is written in YAML. */
    static String text(Object value) {
        if (value instanceof Enum<?> constant) {
            return Choices.name(constant);
        }
        if (value instanceof Double number) {
            return Numbers.text(number);
        }
        return String.valueOf(value);
    }
}
