package org.tresnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.datasets.synthetic.ShapesDataset;
import org.tresnet4j.datasets.synthetic.ShapesOptions;

/**
 * Faults injected one by one into the training of a real tagger. What is observed is the table of
 * {@code docs/reliability.md}, word for word.
 */
@Tag("slow")
@EnabledOnOs(value = OS.LINUX, disabledReason = "injects faults by signals, pipes and /dev/full")
class ReliabilityTest {

    /** Ten steps in an epoch, a state after each fourth. */
    private static final String YAML = """
            task: multilabel
            model:
              variant: tiny
              size: 64
              width: 8
              depths: [1, 1, 1, 1]
            data:
              root: %s
              train: {images: images/train, annotations: annotations/instances_train.json}
              validation: {images: images/val, annotations: annotations/instances_val.json}
              batchSize: 4
            train:
              epochs: 4
              optimizer: {type: adam, learningRate: 0.002}
              schedule: {type: one-cycle, cycleMomentum: true}
              ema: {decay: 0.9}
              checkpoint: {everyIterations: 4}
              logEvery: 1
            """;

    private static final Map<String, String> OBSERVED = new LinkedHashMap<>();

    @TempDir
    private static Path folder;

    private static Map<Long, Double> uninterrupted;

    @TempDir
    private Path mine;

    private Path data;
    private Path run;

    @BeforeAll
    static void trainUninterrupted() throws IOException {
        ShapesDataset.generate(
                folder.resolve("shapes"),
                ShapesOptions.defaults().withImages(40, 4).withSide(64));
        Path run = folder.resolve("whole");
        Shell.Result result =
                Shell.ofInstalledTasks().run("train", config(folder, folder.resolve("shapes")), "--out", run);
        assertThat(result.code()).as(result.err()).isZero();
        uninterrupted = losses(run);
        assertThat(uninterrupted).hasSize(40);
    }

    private static Path config(Path where, Path data) throws IOException {
        return Files.writeString(where.resolve("tags.yaml"), YAML.formatted(data));
    }

    /** The logged loss of each iteration. */
    private static Map<Long, Double> losses(Path run) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Map<Long, Double> losses = new TreeMap<>();
        for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
            JsonNode json = mapper.readTree(line);
            if (json.get("type").asText().equals("step")) {
                losses.put(json.get("iteration").asLong(), json.get("loss").asDouble());
            }
        }
        return losses;
    }

    private Object[] training() throws IOException {
        data = mine.resolve("data");
        try (Stream<Path> files = Files.walk(folder.resolve("shapes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, data.resolve(folder.resolve("shapes").relativize(file)));
            }
        }
        run = mine.resolve("run");
        return new Object[] {"train", config(mine, data), "--out", run};
    }

    private static Object[] with(Object[] arguments, Object... more) {
        return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray();
    }

    private Shell.Result resume(Object... more) {
        return Shell.ofInstalledTasks().run(with(new Object[] {"train", "--resume", run}, more));
    }

    /** Trains the first part and stops as by Ctrl-C would. */
    private void trainPart() throws IOException, InterruptedException {
        try (TresnetProcess process = TresnetProcess.start(training())) {
            process.await(line -> line.contains("iteration 6/")).terminate();
            assertThat(process.exitCode()).as(process.said()).isEqualTo(130);
        }
    }

    private Path state(int iteration) {
        return run.resolve("checkpoints/iteration-" + iteration + ".zip");
    }

    private Path latestState() throws IOException {
        return org.tresnet4j.runner.checkpoint.CheckpointFolder.existing(run.resolve("checkpoints"))
                .last()
                .orElseThrow();
    }

    private static void observe(String fault, String outcome) {
        OBSERVED.put(fault, outcome);
    }

    private void goesOnEqual(String fault, String outcome) throws IOException {
        Shell.Result resumed = resume();
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(losses(run)).isEqualTo(uninterrupted);
        observe(fault, outcome + "; resumed, every loss is equal to the uninterrupted run's to the last bit");
    }

    @Test
    void killedWhileACheckpointIsWritten() throws Exception {
        Files.createDirectories(mine.resolve("pipes"));
        Path pipe = mine.resolve("pipes/pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        trainPart();
        // the next state goes into a pipe, which takes a part of it only
        Path partial = Files.createSymbolicLink(run.resolve("checkpoints/iteration-20.zip.partial"), pipe);
        Files.createDirectories(mine.resolve("saved"));
        Path parked = Files.move(partial, mine.resolve("saved/link"));
        try (TresnetProcess process = TresnetProcess.start("train", "--resume", run)) {
            process.await(line -> line.contains("training "));
            Files.move(parked, partial);
            try (InputStream reader = Files.newInputStream(pipe)) {
                assertThat(reader.readNBytes(1000)).hasSize(1000);
                process.kill();
                assertThat(process.exitCode()).isNotZero();
            }
        }
        assertThat(state(20)).doesNotExist();
        goesOnEqual("SIGKILL in the middle of writing a checkpoint", "the state before it is untouched");
    }

    @Test
    void killedInTheMiddleOfAnEpoch() throws Exception {
        try (TresnetProcess process = TresnetProcess.start(training())) {
            process.await(line -> line.contains("iteration 7/")).kill();
            process.exitCode();
        }
        goesOnEqual("SIGKILL in the middle of an epoch", "the latest state is kept");
    }

    @Test
    void terminated() throws Exception {
        trainPart();
        goesOnEqual("SIGTERM or Ctrl-C", "finishes the step, saves the state, exit code 130");
    }

    @Test
    void resumedWhileItStillTrains() throws Exception {
        try (TresnetProcess process = TresnetProcess.start(training())) {
            process.await(line -> line.contains("iteration 5/")).signal("STOP");
            Shell.Result second = resume();
            process.signal("CONT");
            assertThat(second.code()).isEqualTo(1);
            assertThat(second.err()).contains(run + ": process " + process.pid() + " is training here");
            assertThat(process.exitCode()).as(process.said()).isZero();
        }
        assertThat(losses(run)).isEqualTo(uninterrupted);
        observe(
                "resumed while it still trains",
                "refused, exit code 1, naming the process; the first goes on undisturbed");
    }

    @Test
    void diskFull() throws Exception {
        trainPart();
        Files.createSymbolicLink(run.resolve("checkpoints/full"), Path.of("/dev/full"));
        Path partial = run.resolve("checkpoints/iteration-16.zip.partial");
        try (TresnetProcess process = TresnetProcess.start("train", "--resume", run)) {
            process.await(line -> line.contains("training "));
            Files.move(run.resolve("checkpoints/full"), partial);
            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.said())
                    .contains(state(16) + ": cannot be written (No space left on device)", "free disk space");
        }
        assertThat(partial).doesNotExist();
        goesOnEqual(
                "disk full while a checkpoint is written",
                "exit code 1, naming the file; earlier states are untouched");
    }

    @Test
    void truncatedCheckpoint() throws Exception {
        try (TresnetProcess process = TresnetProcess.start(training())) {
            process.await(line -> line.contains("iteration 10/")).terminate();
            process.exitCode();
        }
        Path latest = latestState();
        Files.write(latest, Arrays.copyOf(Files.readAllBytes(latest), (int) (Files.size(latest) / 2)));
        goesOnEqual("checkpoint truncated", "recognised, set aside, and the state before it used, saying so");
    }

    @Test
    void alteredCheckpoint() throws Exception {
        try (TresnetProcess process = TresnetProcess.start(training())) {
            process.await(line -> line.contains("iteration 10/")).terminate();
            process.exitCode();
        }
        Path latest = latestState();
        byte[] bytes = Files.readAllBytes(latest);
        bytes[bytes.length * 2 / 3] ^= 4;
        Files.write(latest, bytes);
        goesOnEqual(
                "one bit of a checkpoint altered", "recognised, set aside, and the state before it used, saying so");
    }

    private Path breakPicture() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("images/train"))) {
            Path picture = files.sorted().skip(17).findFirst().orElseThrow();
            return Files.write(picture, Arrays.copyOf(Files.readAllBytes(picture), 100));
        }
    }

    @Test
    void corruptImage() throws Exception {
        Object[] training = training();
        Path picture = breakPicture();
        Shell.Result result = Shell.ofInstalledTasks().run(training);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains(picture.getFileName().toString());
        observe("corrupt image in the middle of an epoch", "exit code 1, naming the file");
    }

    @Test
    void corruptImageToBeSkipped() throws Exception {
        Object[] training = training();
        breakPicture();
        Shell.Result result = Shell.ofInstalledTasks().run(with(training, "--set", "data.onCorruptImage=skip"));
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(losses(run)).hasSize(40);
        observe(
                "the same with `data.onCorruptImage: skip`",
                "its batch is smaller by one, all others are as ever; the log names the file after each epoch");
    }

    @Test
    void failingLoaderThread() throws Exception {
        Object[] training = training();
        Path picture = breakPicture();
        Files.delete(picture);
        Files.createDirectory(picture);
        Shell.Result result = Shell.ofInstalledTasks().run(training);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains(picture.getFileName().toString());
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("tresnet4j-loader"));
        observe("exception in a loader thread", "exit code 1 with its message; no thread stays behind");
    }

    @Test
    void notANumber() throws Exception {
        Shell.Result result = Shell.ofInstalledTasks()
                .run(with(
                        training(),
                        "--set",
                        "train.optimizer.learningRate=1e30",
                        "--set",
                        "train.gradients.skipNonFinite=2"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("skipped:", "as in the 2 steps before, so training stopped");
        observe(
                "loss or gradient not finite",
                "the step is skipped and counted, nothing is changed by it; after `train.gradients.skipNonFinite` in a row"
                        + " exit code 1, naming the latest good state");
    }

    @Test
    void annotationsReplaced() throws Exception {
        trainPart();
        Path annotations = data.resolve("annotations/instances_train.json");
        Files.writeString(
                annotations, Files.readString(annotations).replaceFirst("\"category_id\" ?: ?1", "\"category_id\":2"));
        Shell.Result refused = resume();
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("are not those that the run began with", "--changed-data");
        Shell.Result accepted = resume("--changed-data");
        assertThat(accepted.code()).as(accepted.err()).isZero();
        observe(
                "annotation file replaced between runs",
                "resuming is refused, exit code 1; `--changed-data` accepts it");
    }

    /** The document says what was observed. */
    @AfterAll
    static void theTableOfTheDocument() throws IOException {
        Path document = Path.of("..", "docs", "reliability.md");
        Map<String, String> table = new LinkedHashMap<>();
        for (String line : Files.readAllLines(document)) {
            String[] cells = line.split("\\|");
            if (cells.length == 3 && !cells[1].strip().equals("fault") && !cells[1].contains("---")) {
                table.put(cells[1].strip(), cells[2].strip());
            }
        }
        // a part of the tests may be run alone
        List<String> missing = new ArrayList<>();
        OBSERVED.forEach((fault, outcome) -> {
            if (!outcome.equals(table.get(fault))) {
                missing.add("| " + fault + " | " + outcome + " |");
            }
        });
        assertThat(missing).as("rows that docs/reliability.md should have").isEmpty();
    }
}
