package org.tresnet4j.runner.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.TaskException;

class ListenersTest {

    private static final Outline OUTLINE = new Outline(0, 51200, 80, 1000);

    private static Step step(boolean due) {
        return new Step(
                1240,
                3,
                0.123456,
                ImmutableMap.of("focal", 0.1, "box", 0.023456),
                1e-4,
                152.34,
                0.031,
                Duration.ofSeconds(7390),
                3L << 29,
                due);
    }

    private static Measurement measurement(int epoch, double value) {
        return new Measurement(
                epoch,
                epoch * 10L,
                true,
                12,
                new Evaluation(ImmutableMap.of("mAP", value, "CF1", 0.5), "mAP", Map.of("cat", value)));
    }

    @Test
    void theLogHasOneLineForADueStepAndTheRemainingTimeFromTheSecondOn() {
        List<String> lines = new ArrayList<>();
        LogListener log = new LogListener(lines::add);
        log.started(OUTLINE);
        log.stepped(step(false));
        log.stepped(step(true));
        log.stepped(step(true));
        log.evaluated(measurement(3, 63.21), true);
        String step = "epoch 3/80  iteration 1240/51200  loss 0.1235 (focal 0.1000, box 0.02346)  lr 0.000100"
                + "  152.3 img/s  waiting 3%  1.5 GiB";
        assertThat(lines)
                .containsExactly(
                        "training 1,000 parameters for 80 epochs, 51200 iterations",
                        step,
                        step + "  remaining 2:03:10",
                        "epoch 3/80  averaged weights: mAP 63.21, CF1 0.5000  best so far  (12 s)");
    }

    @Test
    void metricsAreOneJsonObjectALine(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        MetricsFile metrics = new MetricsFile(file, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        metrics.stepped(step(true));
        metrics.stepped(step(false));
        metrics.evaluated(measurement(3, 63.21), false);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.get("type").asText()).isEqualTo("step");
        assertThat(first.get("time").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(first.get("components").get("box").asDouble()).isEqualTo(0.023456);
        JsonNode second = new ObjectMapper().readTree(lines.get(1));
        assertThat(second.get("type").asText()).isEqualTo("evaluation");
        assertThat(second.get("metrics").get("mAP").asDouble()).isEqualTo(63.21);
        assertThat(second.get("weights").asText()).isEqualTo("averaged");
    }

    @Test
    void metricsThatCannotBeWrittenAreAnError(@TempDir Path folder) {
        MetricsFile metrics = new MetricsFile(folder.resolve("none/metrics.jsonl"), Clock.systemUTC());
        assertThatThrownBy(() -> metrics.stepped(step(true)))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("metrics.jsonl: cannot be written");
    }

    @Test
    void theBarShowsLossAndPace() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ProgressBarListener bar = new ProgressBarListener(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        bar.started(OUTLINE);
        bar.stepped(step(false));
        bar.evaluated(measurement(3, 63.21), true);
        bar.ended();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("1240/51200")
                .contains("epoch 3/80  averaged weights: mAP 63.21");
    }

    @Test
    void aBarThatNeverStartedEndsQuietly() {
        new ProgressBarListener(System.err).ended();
    }

    @Test
    void withoutATerminalThereAreLines() {
        assertThat(Console.listener(line -> {})).isInstanceOf(LogListener.class);
    }

    @Test
    void throughputIsOfTheWindowAndOverall() {
        Throughput throughput = new Throughput();
        assertThat(throughput.imagesPerSecond()).isZero();
        throughput.add(100, 0, 1_000_000_000L);
        throughput.mark();
        throughput.add(100, 500_000_000L, 1_500_000_000L);
        assertThat(throughput.imagesPerSecond()).isCloseTo(50, within(1e-9));
        assertThat(throughput.waitShare()).isCloseTo(0.25, within(1e-9));
        assertThat(throughput.overallImagesPerSecond()).isCloseTo(200.0 / 3, within(1e-9));
    }

    @Test
    void theBestIsTheEarliestOfEquals() {
        History history = History.EMPTY
                .with(measurement(1, 1))
                .with(measurement(2, Double.NaN))
                .with(measurement(3, 5))
                .with(measurement(4, 5));
        assertThat(history.best().orElseThrow().epoch()).isEqualTo(3);
    }

    @Test
    void onlyTheBestKeepsItsNumbersByClass() {
        History history =
                History.EMPTY.with(measurement(1, 1)).with(measurement(2, 2)).with(measurement(3, 1));
        assertThat(history.measurements())
                .extracting(each -> each.evaluation().perClass().size())
                .containsExactly(0, 1, 0);
    }
}
