package org.tresnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tresnet4j.runner.config.ConfigException;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.JsonSchema;
import org.tresnet4j.runner.config.Tasks;

/** The schema and the loader agree. */
class ConfigSchemaTest {

    private static final Tasks TASKS = Tasks.installed();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCHEMA = REGISTRY.getSchema(JsonSchema.of(TASKS), InputFormat.JSON);

    private static List<Error> faults(String yaml) {
        return SCHEMA.validate(yaml, InputFormat.YAML);
    }

    static List<Path> configs() throws IOException {
        return ShippedConfigsTest.configs();
    }

    @ParameterizedTest
    @MethodSource("configs")
    void shippedConfigurationsAreValid(Path config) throws IOException {
        assertThat(faults(Files.readString(config))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("configs")
    void resolvedConfigurationsAreValid(Path config) {
        assertThat(faults(new ConfigLoader(TASKS).load(config, List.of()).toYaml()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("configs")
    void theSchemaOfTheirTaskSaysTheSame(Path config) throws IOException {
        String yaml = Files.readString(config);
        String task = config.getParent().getFileName().toString();
        Schema own = REGISTRY.getSchema(JsonSchema.of(TASKS.find(task).orElseThrow()), InputFormat.JSON);
        assertThat(own.validate(yaml, InputFormat.YAML)).isEmpty();
        assertThat(own.validate(yaml.replace("epochs:", "epohcs:"), InputFormat.YAML))
                .isNotEmpty();
    }

    /** Each changes a line of a valid file so that schema and loader refuse it; the key is what they complain about. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "epochs: 12|epohcs: 12|epohcs",
                "epochs: 12|epochs: many|epochs",
                "epochs: 12|epochs: 0|epochs",
                "type: adamw|type: adamv|type",
                "type: adamw|type: sgd; beta1: 0.9|beta1",
                "type: adamw|momentum: 0.9; type: adamw|momentum",
                "riseFraction: 0.1|riseFraction: 1|riseFraction",
                "riseFraction: 0.1|minimum: 0.1|minimum",
                "decay: 0.98|warmup: true|warmup",
                "decay: 0.98|decay: 0; warmup: true|warmup",
                "type: one-cycle|type: step|milestones",
                "shortSides: [128]|shortSides: 128|shortSides",
                "shortSides: [128]|shortSides: [16]|shortSides",
                "batchSize: 16|threads: 1|batchSize",
                "task: detection|task: multilabel|images",
                "seed: 42|sede: 42|sede"
            })
    void faultsAreFaultsToBoth(String line, String faulty, String key) throws IOException {
        String changed = replace(Files.readString(Path.of("../configs/detection/tiny-shapes.yaml")), line, faulty);
        assertThat(faults(changed))
                .anySatisfy(fault -> assertThat(fault.toString()).contains(key));
        assertThatThrownBy(() -> new ConfigLoader(TASKS).parse("x.yaml", changed, List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    /** By lines with the same indentation. */
    private static String replace(String yaml, String line, String lines) {
        Matcher found = Pattern.compile("(?m)^( *)" + Pattern.quote(line) + "$").matcher(yaml);
        assertThat(found.find()).as(line).isTrue();
        return found.replaceFirst("$1" + Matcher.quoteReplacement(lines).replace("; ", "\n" + found.group(1)));
    }

    @Test
    void aTaskIsRequired() {
        assertThat(faults("seed: 1"))
                .singleElement()
                .satisfies(fault -> assertThat(fault.toString()).contains("task"));
        assertThat(faults("task: unheard-of")).isNotEmpty();
    }

    @Test
    void isItselfASchema() {
        Schema dialect = REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(dialect.validate(JsonSchema.of(TASKS), InputFormat.JSON)).isEmpty();
        assertThat(dialect.validate("{\"type\": \"integral\"}", InputFormat.JSON))
                .isNotEmpty();
    }
}
