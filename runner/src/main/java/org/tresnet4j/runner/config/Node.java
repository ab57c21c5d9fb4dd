package org.tresnet4j.runner.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of YAML that knows where it was written. */
sealed interface Node {

    Origin origin();

    /** What it is, for error messages. */
    String describe();

    /** {@code key: value} pairs. */
    record Section(Origin origin, Map<String, Node> entries) implements Node {

        static Section empty(Origin origin) {
            return new Section(origin, new LinkedHashMap<>());
        }

        /** What a dotted key leads to, as far as it is written: the section where it ends otherwise. */
        Node innermost(String dotted) {
            Node node = this;
            for (String name : dotted.split("\\.")) {
                if (!(node instanceof Section within) || !within.entries().containsKey(name)) {
                    break;
                }
                node = within.entries().get(name);
            }
            return node;
        }

        @Override
        public String describe() {
            return "a section";
        }
    }

    /** A list. */
    record Items(Origin origin, List<Node> items) implements Node {

        @Override
        public String describe() {
            return "a list";
        }
    }

    /** A single value as it was written. */
    record Scalar(Origin origin, String text) implements Node {

        @Override
        public String describe() {
            return "'" + text + "'";
        }
    }

    /** A key without a value, or {@code null}. */
    record Nothing(Origin origin) implements Node {

        @Override
        public String describe() {
            return "no value";
        }
    }
}
