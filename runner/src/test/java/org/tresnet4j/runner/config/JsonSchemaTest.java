package org.tresnet4j.runner.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.tresnet4j.runner.toy.ToyProvider;

class JsonSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode schema = parse(JsonSchema.of(new ToyProvider()));

    /** JSON in single quotes. */
    private static JsonNode json(String text) {
        return parse(text.replace('\'', '"'));
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** The schema of a key, e.g. {@code train.epochs}. */
    private JsonNode key(String dotted) {
        return schema.at("/properties/" + dotted.replace(".", "/properties/"));
    }

    @Test
    void holdsTheKeysOfTheRunnerAndOfTheTaskAndNoOthers() {
        assertThat(schema.get("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.get("properties").fieldNames())
                .toIterable()
                .containsExactly("task", "seed", "device", "train", "cluster", "model", "data");
        assertThat(schema.get("additionalProperties").asBoolean(true)).isFalse();
        assertThat(key("train.optimizer").get("additionalProperties").asBoolean(true))
                .isFalse();
        assertThat(key("task").get("const").asText()).isEqualTo("toy");
    }

    @Test
    void saysTypeRangeDefaultAndMeaning() {
        assertThat(key("train.epochs"))
                .isEqualTo(json("{'description': 'epochs that the schedule is planned for', 'type': 'integer',"
                        + " 'minimum': 1}"));
        assertThat(key("model.dropout"))
                .isEqualTo(json("{'description': 'share of hidden units dropped', 'type': 'number', 'minimum': 0,"
                        + " 'exclusiveMaximum': 1, 'default': 0}"));
        assertThat(key("train.optimizer.epsilon").get("default").asDouble()).isEqualTo(1e-8);
        assertThat(key("data.names"))
                .isEqualTo(json("{'description': 'class names', 'type': 'array', 'items': {'type': 'string'},"
                        + " 'default': ['inner', 'outer']}"));
        assertThat(key("train.ema.warmup").get("default")).isEqualTo(json("true"));
    }

    @Test
    void listsChoicesAsTheyAreWritten() {
        assertThat(key("train.schedule.type").get("enum"))
                .isEqualTo(json("['constant','one-cycle','cosine','polynomial','step']"));
    }

    @Test
    void requiresWhatHasNoDefaultAndTheSectionsOfSuch() {
        assertThat(schema.get("required")).isEqualTo(json("['task', 'train']"));
        assertThat(key("train").get("required")).isEqualTo(json("['epochs', 'optimizer']"));
        assertThat(key("train.schedule").has("required")).isFalse();
    }

    @Test
    void allowsNullWhereItMeansNothing() {
        assertThat(key("data.brokenAt").get("type")).isEqualTo(json("['integer', 'null']"));
        assertThat(key("data").get("type")).isEqualTo(json("['object', 'null']"));
        assertThat(key("train").get("type")).isEqualTo(json("'object'"));
    }

    @Test
    void forbidsAKeyWhereItHasNoMeaning() {
        // sgd is the default: the type may be left out
        assertThat(key("train.optimizer").get("allOf").get(0))
                .isEqualTo(json("{'if': {'properties': {'type': {'enum': ['sgd', 'nesterov', 'sgdw']}}},"
                        + " 'else': {'properties': {'momentum': false}}}"));
        assertThat(key("train.ema").get("allOf").get(0))
                .isEqualTo(json("{'if': {'properties': {'decay': {'not': {'enum': [0]}}}, 'required': ['decay']},"
                        + " 'else': {'properties': {'warmup': false}}}"));
    }

    @Test
    void requiresAKeyWhereItHasAMeaningAndNoDefault() {
        JsonNode rules = key("train.schedule").get("allOf");
        assertThat(rules).anySatisfy(rule -> {
            assertThat(rule.at("/if/properties/type/enum")).isEqualTo(json("['step']"));
            assertThat(rule.at("/if/required")).isEqualTo(json("['type']"));
            assertThat(rule.at("/then/required")).isEqualTo(json("['milestones']"));
        });
    }

    @Test
    void ofAllTasksIsDecidedByTheTask() {
        JsonNode all = parse(JsonSchema.of(Tasks.installed()));
        assertThat(all.at("/properties/task/enum")).isEqualTo(json("['toy']"));
        assertThat(all.at("/allOf/0/then/$ref").asText()).isEqualTo("#/$defs/toy");
        assertThat(all.at("/$defs/toy/properties")).isEqualTo(schema.get("properties"));
    }
}
