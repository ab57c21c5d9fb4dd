package org.tresnet4j.runner.config;

import java.util.List;
import java.util.Map;

/**
 * When a key has a meaning, see {@link Key#when}.
 *
 * @param sibling the earlier key it depends on
 * @param equal whether the sibling must be, or must not be, one of the values
 * @param values as written in YAML
 */
public record Condition(String sibling, boolean equal, List<String> values) {

    public Condition {
        values = List.copyOf(values);
    }

    static Condition parse(String text) {
        boolean equal = !text.contains("!=");
        String[] sides = text.split(equal ? "=" : "!=", 2);
        if (sides.length != 2) {
            throw new IllegalStateException("@Key(when = \"" + text + "\") must read sibling=value or sibling!=value");
        }
        return new Condition(sides[0], equal, List.of(sides[1].split("\\|")));
    }

    /** Whether it holds, given the siblings as written in YAML; not when the sibling is at fault. */
    boolean holds(Map<String, String> siblings) {
        String value = siblings.get(sibling);
        return value != null && values.contains(value) == equal;
    }

    @Override
    public String toString() {
        return sibling + (equal ? " is " : " is not ") + String.join(" or ", values);
    }
}
