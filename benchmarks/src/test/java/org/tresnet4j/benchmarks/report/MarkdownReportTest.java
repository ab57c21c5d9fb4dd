package org.tresnet4j.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownReportTest {

    @Test
    void hasALineForEveryContender() {
        assertThat(MarkdownReport.render(ReportFixture.report()).lines())
                .contains(
                        "## Training, batch 8 (train-8)",
                        "| ours, float32 | 110 | 100..120 | 72.7 images/s | 0.0138 s/image | 1120 | 1.00 | 1.00..1.00 |",
                        "| a \\| peer | 240 | 200..330 | 33.3 images/s | 0.0300 s/image | 1330 | 2.00 | 2.00..3.00 |",
                        "- nobody: not installed",
                        "- `OMP_NUM_THREADS=2`");
    }

    @ParameterizedTest
    @CsvSource({"1234.5, 1235", "123.4, 123", "12.34, 12.3", "1.234, 1.23", "0.01234, 0.0123", "0, 0"})
    void keepsThreeDigits(double value, String text) {
        assertThat(MarkdownReport.number(value)).isEqualTo(text);
    }

    @Test
    void alignsNumbersToTheRight() {
        MarkdownTable table = new MarkdownTable("a", "b");
        table.row("x", "1");
        assertThat(table.render()).isEqualTo("| a | b |\n|---|---:|\n| x | 1 |\n");
    }

    @Test
    void refusesRowsOfAnotherLength() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MarkdownTable("a", "b").row("x"));
    }
}
