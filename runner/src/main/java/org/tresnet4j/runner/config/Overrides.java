package org.tresnet4j.runner.config;

import java.util.List;

/** Lays {@code --set a.b=c} over a document. */
final class Overrides {

    private Overrides() {}

    static void apply(Node.Section document, List<String> overrides, Faults faults) {
        for (String override : overrides) {
            Origin origin = Origin.commandLine(override);
            int equals = override.indexOf('=');
            if (equals <= 0) {
                faults.add(origin, "", "expected key=value, e.g. --set train.epochs=3");
                continue;
            }
            String key = override.substring(0, equals).strip();
            set(document, List.of(key.split("\\.", -1)), value(override.substring(equals + 1), origin, faults));
        }
    }

    private static void set(Node.Section document, List<String> path, Node value) {
        Node.Section section = document;
        for (String name : path.subList(0, path.size() - 1)) {
            // a value in the way is replaced: the binder then tells whether a section may stand there
            if (!(section.entries().get(name) instanceof Node.Section)) {
                section.entries().put(name, Node.Section.empty(value.origin()));
            }
            section = (Node.Section) section.entries().get(name);
        }
        section.entries().put(path.get(path.size() - 1), value);
    }

    /** Brackets make a list or a section; anything else is text, so that paths and names need no quoting. */
    private static Node value(String text, Origin origin, Faults faults) {
        String stripped = text.strip();
        if (stripped.startsWith("[") || stripped.startsWith("{")) {
            return YamlReader.ofLine(origin, faults).value(stripped);
        }
        return stripped.isEmpty() || stripped.equals("null")
                ? new Node.Nothing(origin)
                : new Node.Scalar(origin, stripped);
    }
}
