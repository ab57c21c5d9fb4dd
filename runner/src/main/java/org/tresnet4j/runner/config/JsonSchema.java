package org.tresnet4j.runner.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tresnet4j.runner.spi.TaskProvider;

/**
 * Configurations as <a href="https://json-schema.org/draft/2020-12">JSON Schema 2020-12</a>, by which editors complete,
 * explain and check YAML files.
 *
 * <p>It says what the records' annotations say: types, choices, ranges, defaults, what is required, and which keys have a
 * meaning only beside a value of another. What the records' constructors check (e.g. that milestones increase) it cannot
 * say, and it wants text that looks like a number in quotes; {@link ConfigLoader} has the last word.
 */
public final class JsonSchema {

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String TASK = "task";

    private JsonSchema() {}

    /** The schema of one task's files: the runner's keys and the task's. */
    public static String of(TaskProvider<?> provider) {
        return head("tresnet4j: " + provider.name()).setAll(document(provider)).toPrettyString();
    }

    /** The schema of every task's files: the key {@code task} decides. */
    public static String of(Tasks tasks) {
        ObjectNode schema = head("tresnet4j").put("type", "object");
        ObjectNode task = schema.putObject("properties").putObject(TASK);
        schema.putArray("required").add(TASK);
        ArrayNode choices = schema.putArray("allOf");
        ObjectNode definitions = schema.putObject("$defs");
        ArrayNode names = task.putArray("enum");
        for (String name : tasks.names()) {
            names.add(name);
            ObjectNode choice = choices.addObject();
            ObjectNode chosen = choice.putObject("if");
            chosen.putArray("required").add(TASK);
            chosen.putObject("properties").putObject(TASK).put("const", name);
            choice.putObject("then").put("$ref", "#/$defs/" + name);
            definitions.set(name, document(tasks.find(name).orElseThrow()));
        }
        return schema.toPrettyString();
    }

    private static ObjectNode head(String title) {
        return JSON.objectNode().put("$schema", DIALECT).put("title", title);
    }

    private static ObjectNode document(TaskProvider<?> provider) {
        List<KeySchema> keys = Stream.of(RecordSchema.of(RunConfig.class), RecordSchema.of(provider.configType()))
                .flatMap(schema -> schema.keys().stream())
                .toList();
        ObjectNode schema = section(keys);
        schema.withObjectProperty("properties").withObjectProperty(TASK).put("const", provider.name());
        return schema;
    }

    private static ObjectNode section(List<KeySchema> keys) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        keys.forEach(key -> properties.set(key.name(), property(key)));
        schema.put("additionalProperties", false);
        require(schema, keys.stream().filter(key -> key.condition().isEmpty()));
        conditions(schema, keys);
        return schema;
    }

    private static void require(ObjectNode schema, Stream<KeySchema> keys) {
        List<String> names =
                keys.filter(JsonSchema::isRequired).map(KeySchema::name).toList();
        if (!names.isEmpty()) {
            ArrayNode required = schema.putArray("required");
            names.forEach(required::add);
        }
    }

    /** A section may be left out when nothing in it has to be said. */
    private static boolean isRequired(KeySchema key) {
        if (key.optional() || key.defaultValue().isPresent()) {
            return false;
        }
        return key.section().map(JsonSchema::hasRequired).orElse(true);
    }

    private static boolean hasRequired(Class<? extends Record> section) {
        return RecordSchema.of(section).keys().stream()
                .anyMatch(key -> key.condition().isEmpty() && isRequired(key));
    }

    private static void conditions(ObjectNode schema, List<KeySchema> keys) {
        Map<Condition, List<KeySchema>> dependent = new LinkedHashMap<>();
        for (KeySchema key : keys) {
            key.condition()
                    .ifPresent(condition -> dependent
                            .computeIfAbsent(condition, c -> new ArrayList<>())
                            .add(key));
        }
        if (dependent.isEmpty()) {
            return;
        }
        ArrayNode rules = schema.putArray("allOf");
        dependent.forEach((condition, conditional) -> {
            ObjectNode rule = rules.addObject();
            rule.set("if", holds(condition, keys));
            ObjectNode then = JSON.objectNode();
            require(then, conditional.stream());
            if (!then.isEmpty()) {
                rule.set("then", then);
            }
            ObjectNode forbidden = rule.putObject("else").putObject("properties");
            conditional.forEach(key -> forbidden.put(key.name(), false));
        });
    }

    /** A sibling that is not written has its default, which may fulfil the condition or not. */
    private static ObjectNode holds(Condition condition, List<KeySchema> keys) {
        KeySchema sibling = keys.stream()
                .filter(key -> key.name().equals(condition.sibling()))
                .findFirst()
                .orElseThrow();
        ObjectNode schema = JSON.objectNode();
        ObjectNode value = schema.putObject("properties").putObject(sibling.name());
        ArrayNode values = (condition.equal() ? value : value.putObject("not")).putArray("enum");
        condition.values().forEach(text -> values.add(literal(sibling.type(), text)));
        Map<String, String> unwritten =
                sibling.defaultValue().map(text -> Map.of(sibling.name(), text)).orElse(Map.of());
        if (!condition.holds(unwritten)) {
            schema.putArray("required").add(sibling.name());
        }
        return schema;
    }

    private static ObjectNode property(KeySchema key) {
        ObjectNode schema = JSON.objectNode().put("description", key.doc());
        schema.setAll(value(key, key.type()));
        if (key.section().isPresent() && !isRequired(key)) {
            // "train:" with nothing below it is a section of defaults
            orNull(schema);
        }
        key.defaultValue().ifPresent(text -> schema.set("default", literal(key.type(), text)));
        return schema;
    }

    private static ObjectNode value(KeySchema key, Type type) {
        Class<?> raw = KeySchema.raw(type);
        if (raw == Optional.class) {
            return orNull(value(key, KeySchema.argument(type)));
        }
        ObjectNode schema = JSON.objectNode();
        if (raw == List.class) {
            schema.put("type", "array").set("items", value(key, KeySchema.argument(type)));
        } else if (raw.isRecord()) {
            schema = section(RecordSchema.of(raw.asSubclass(Record.class)).keys());
        } else if (raw.isEnum()) {
            ArrayNode choices = schema.put("type", "string").putArray("enum");
            Choices.names(raw).forEach(choices::add);
        } else if (raw == boolean.class || raw == Boolean.class) {
            schema.put("type", "boolean");
        } else if (Values.isNumber(raw)) {
            schema.put("type", Values.isWhole(raw) ? "integer" : "number");
            limits(schema, key.range());
        } else {
            schema.put("type", "string");
        }
        return schema;
    }

    private static ObjectNode orNull(ObjectNode schema) {
        JsonNode type = schema.get("type");
        if (type.isTextual()) {
            schema.putArray("type").add(type).add("null");
            if (schema.get("enum") instanceof ArrayNode choices) {
                choices.addNull();
            }
        }
        return schema;
    }

    private static void limits(ObjectNode schema, Range range) {
        limit(schema, "minimum", range.min());
        limit(schema, "maximum", range.max());
        limit(schema, "exclusiveMinimum", range.above());
        limit(schema, "exclusiveMaximum", range.below());
    }

    private static void limit(ObjectNode schema, String keyword, double bound) {
        if (Double.isFinite(bound)) {
            schema.put(keyword, new BigDecimal(Numbers.text(bound)));
        }
    }

    /** A value as an annotation has it, which is as in YAML. */
    private static JsonNode literal(Type type, String yaml) {
        Origin origin = new Origin("an annotation", 0);
        Node node = yaml.isEmpty()
                ? new Node.Scalar(origin, "")
                : new YamlReader(origin.source(), new Faults()).value(yaml);
        return literal(type, node);
    }

    private static JsonNode literal(Type type, Node node) {
        if (node instanceof Node.Items items) {
            ArrayNode array = JSON.arrayNode();
            items.items().forEach(item -> array.add(literal(KeySchema.argument(type), item)));
            return array;
        }
        String text = ((Node.Scalar) node).text();
        Class<?> raw = KeySchema.raw(KeySchema.isOptional(type) ? KeySchema.argument(type) : type);
        if (raw == boolean.class || raw == Boolean.class) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        return Values.isNumber(raw) ? JSON.numberNode(new BigDecimal(text.replace("_", ""))) : JSON.textNode(text);
    }
}
