package org.tresnet4j.runner.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tresnet4j.runner.toy.ToyProvider;

class ConfigKeysTest {

    private final ConfigKeys keys = ConfigKeys.of(new ToyProvider());

    @Test
    void findsTheKeysOfTheRunnerAndOfTheTask() {
        assertThat(keys.find("train.optimizer.momentum").orElseThrow().doc()).isEqualTo("momentum");
        assertThat(keys.find("model.hidden").orElseThrow().defaultValue()).contains("8");
        assertThat(keys.find("model.hiden")).isEmpty();
    }

    @Test
    void listsASection() {
        assertThat(keys.in("model")).extracting(KeySchema::name).containsExactly("hidden", "dropout");
        assertThat(keys.in(""))
                .extracting(KeySchema::name)
                .containsExactly("task", "seed", "device", "train", "cluster", "model", "data");
        assertThat(keys.in("model.hidden")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "train.optimizer.momentun, train.optimizer.momentum",
        "modle, model",
        "momentum, train.optimizer.momentum",
        "train.beta1, train.optimizer.beta1",
        "trian.optimizer.learningRate, train.optimizer.learningRate",
        "momentun, train.optimizer.momentum"
    })
    void knowsTheNearest(String word, String nearest) {
        assertThat(ConfigKeys.nearest(word, List.of(keys))).contains(nearest);
    }

    @Test
    void knowsNothingNearANameLikeNoOther() {
        assertThat(ConfigKeys.nearest("zzzzzzzz.yyyyyyy", List.of(keys))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.epochs|a whole number",
                "train.maxIterations|a whole number",
                "train.schedule.milestones|a list, each item a whole number",
                "train.schedule.type|one of constant, one-cycle, cosine, polynomial, step",
                "train.ema.warmup|true or false",
                "data.names|a list, each item text",
                "data|a section"
            })
    void saysWhatIsExpected(String key, String expected) {
        assertThat(keys.find(key).orElseThrow().expected()).isEqualTo(expected);
    }
}
