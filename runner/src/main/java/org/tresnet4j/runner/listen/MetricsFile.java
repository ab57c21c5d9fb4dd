package org.tresnet4j.runner.listen;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.tresnet4j.runner.spi.TaskException;

/**
 * {@code metrics.jsonl}: one JSON object a line, for each logged step and each evaluation, on disk as soon as it is
 * written. A run that is taken up again appends, after removing what the interrupted one wrote beyond the state that
 * it goes on from.
 */
public final class MetricsFile implements TrainingListener {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Clock clock;

    /** @param clock gives each line its time */
    public MetricsFile(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public void started(Outline outline) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            List<String> kept = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (iteration(line) <= outline.firstIteration()) {
                    kept.add(line);
                }
            }
            Files.write(file, kept);
        } catch (IOException e) {
            throw new TaskException(file + ": cannot be rewritten (" + e + "); make the folder writable", e);
        }
    }

    /** That of a line; of one that was cut off in the middle, later than any. */
    private static long iteration(String line) {
        try {
            return JSON.readTree(line).path("iteration").asLong(Long.MAX_VALUE);
        } catch (JsonProcessingException e) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    public void skipped(SkippedStep step) {
        ObjectNode line = line("skipped", step.epoch(), step.iteration());
        line.put("reason", step.reason());
        line.put("skippedSteps", step.skippedSteps());
        append(line);
    }

    @Override
    public void stepped(Step step) {
        if (!step.due()) {
            return;
        }
        ObjectNode line = line("step", step.epoch(), step.iteration());
        line.put("loss", step.loss());
        line.set("components", JSON.valueToTree(step.components()));
        line.put("learningRate", step.learningRate());
        line.put("imagesPerSecond", step.imagesPerSecond());
        line.put("waitShare", step.waitShare());
        line.put("memoryBytes", step.memoryBytes());
        append(line);
    }

    @Override
    public void evaluated(Measurement measurement, boolean best) {
        ObjectNode line = line("evaluation", measurement.epoch(), measurement.iteration());
        line.put("weights", measurement.averaged() ? "averaged" : "current");
        line.put("primary", measurement.evaluation().primary());
        line.set("metrics", JSON.valueToTree(measurement.evaluation().metrics()));
        line.put("best", best);
        line.put("seconds", measurement.seconds());
        append(line);
    }

    private ObjectNode line(String type, int epoch, long iteration) {
        ObjectNode line = JSON.createObjectNode();
        line.put("type", type);
        line.put("time", clock.instant().toString());
        line.put("epoch", epoch);
        line.put("iteration", iteration);
        return line;
    }

    private void append(ObjectNode line) {
        // opened for each line: logging is rare, and nothing is left to close or to lose
        try (Writer writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            writer.write(JSON.writeValueAsString(line) + "\n");
        } catch (IOException e) {
            throw new TaskException(
                    file + ": cannot be written (" + e + "); free disk space or choose another --out", e);
        }
    }
}
