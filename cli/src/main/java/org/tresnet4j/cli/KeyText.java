package org.tresnet4j.cli;

import java.util.ArrayList;
import java.util.List;
import org.tresnet4j.runner.config.ConfigKeys;
import org.tresnet4j.runner.config.KeySchema;

/** What is told about a key of a configuration. */
final class KeyText {

    private KeyText() {}

    static String ofTopLevel(ConfigKeys keys) {
        return Table.of(rows(keys.in("")));
    }

    /** @param dotted the key's whole name */
    static String of(String dotted, KeySchema key, ConfigKeys keys) {
        String body = key.section().isPresent() ? Table.of(rows(keys.in(dotted))) : Table.of(facts(dotted, key));
        return String.join(System.lineSeparator(), dotted + ": " + key.doc(), body);
    }

    private static List<List<String>> rows(List<KeySchema> keys) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("key", "default", "meaning"));
        keys.forEach(key -> rows.add(List.of(key.name(), unwritten(key), meaning(key))));
        return rows;
    }

    private static String meaning(KeySchema key) {
        return key.doc()
                + key.condition().map(condition -> "; only when " + condition).orElse("");
    }

    private static List<List<String>> facts(String dotted, KeySchema key) {
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of("value", key.expected()));
        if (!key.range().toString().isEmpty()) {
            facts.add(List.of("range", key.range().toString()));
        }
        facts.add(List.of("default", unwritten(key)));
        String section = dotted.substring(0, dotted.lastIndexOf('.') + 1);
        key.condition().ifPresent(condition -> facts.add(List.of("only when", section + condition)));
        return facts;
    }

    /** What holds where the key is not written. */
    private static String unwritten(KeySchema key) {
        if (key.defaultValue().isPresent()) {
            String text = key.defaultValue().get();
            return text.isEmpty() ? "''" : text;
        }
        if (key.optional()) {
            return "not set";
        }
        return key.section().isPresent() ? "section" : "required";
    }
}
