package org.tresnet4j.runner.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RecordSchemaTest {

    @Test
    void everyKeyOfTheRunnerIsDocumented() {
        assertThat(RecordSchema.of(RunConfig.class).dottedKeys())
                .contains("task", "train.epochs", "train.optimizer.beta1", "train.schedule.milestones");
        assertDocumented(RecordSchema.of(RunConfig.class));
    }

    private static void assertDocumented(RecordSchema<?> schema) {
        for (KeySchema key : schema.keys()) {
            assertThat(key.doc()).as(key.name()).isNotBlank();
            key.section().ifPresent(section -> assertDocumented(RecordSchema.of(section)));
        }
    }

    @Test
    void aComponentWithoutKeyIsAProgrammingError() {
        record Bare(int x) {}
        assertThatThrownBy(() -> RecordSchema.of(Bare.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Bare.x has no @Key");
    }

    @Test
    void aConditionOnAnUnknownComponentIsAProgrammingError() {
        record Odd(
                @Key(value = "x", defaultValue = "1", when = "kind=a")
                int x) {}
        assertThatThrownBy(() -> RecordSchema.of(Odd.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Odd.x depends on a component that is not before it: kind is a");
    }

    @Test
    void rangesReadAsSentences() {
        assertThat(new Range(0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1))
                .hasToString("at least 0 and below 1");
    }

    @Test
    void editDistanceIgnoresCaseAndDashes() {
        assertThat(Spelling.distance("one-cycle", "OneCycle")).isZero();
        assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
    }
}
