package org.tresnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {

    private final Shell shell = new Shell();

    @Test
    void schemaPrintsThatOfOneTaskOrOfAll() throws IOException {
        Shell.Result one = shell.run("config", "schema", "--task", "toy");
        assertThat(one.code()).isZero();
        JsonNode schema = new ObjectMapper().readTree(one.out());
        assertThat(schema.at("/properties/data/properties/fault/default").asText())
                .isEqualTo("nothing");

        JsonNode all = new ObjectMapper().readTree(shell.run("config", "schema").out());
        assertThat(all.at("/$defs/toy/properties")).isEqualTo(schema.get("properties"));
    }

    @Test
    void explainTellsWhatAKeyMayBe() {
        Shell.Result result = shell.run("config", "explain", "train.optimizer.momentum");
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .containsExactly(
                        "train.optimizer.momentum: momentum",
                        "  value      a number",
                        "  range      at least 0 and below 1",
                        "  default    0.9",
                        "  only when  train.optimizer.type is sgd or nesterov or sgdw");
        assertThat(shell.run("config", "explain", "train.epochs").out()).contains("default  required");
        assertThat(shell.run("config", "explain", "data.root").out()).contains("value    a path", "default  not set");
        assertThat(shell.run("config", "explain", "seed").out()).contains("a whole number", "42");
    }

    @Test
    void explainListsTheKeysOfASection() {
        assertThat(shell.run("config", "explain", "train.ema").out().lines())
                .hasSize(4)
                .anySatisfy(line -> assertThat(line).matches("  key +default +meaning"))
                .anySatisfy(line -> assertThat(line)
                        .matches("  warmup +true +whether the decay starts .*; only when decay is not 0"));
        assertThat(shell.run("config", "explain").out()).containsPattern("train +section +the loop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "explain momentun|there is no key 'momentun'; did you mean train.optimizer.momentum?",
                "explain train.epohcs|did you mean train.epochs?",
                "explain zzzzzzzz|without a key, the top level is shown",
                "explain seed --task toi|there is no task 'toi'; there are toy",
                "schema --task toi|there is no task 'toi'; there are toy",
            })
    void refusesWhatIsNotThere(String line, String message) {
        Shell.Result result = shell.run((Object[]) ("config " + line).split(" "));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(message);
        assertThat(result.out()).isEmpty();
    }
}
