package org.tresnet4j.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.runner.checkpoint.Checkpoint;
import org.tresnet4j.runner.checkpoint.CheckpointException;
import org.tresnet4j.runner.config.ConfigException;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.listen.Step;
import org.tresnet4j.runner.listen.TrainingListener;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.PredictionReport;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.runner.toy.Toys;
import org.tresnet4j.runner.train.TrainingException;

class TrainingTest {

    @TempDir
    private Path folder;

    private final Tasks tasks = Tasks.installed();
    private Path config;
    private Path out;

    @BeforeEach
    void writeConfig() throws IOException {
        config = Files.writeString(folder.resolve("toy.yaml"), Toys.YAML);
        out = folder.resolve("run");
    }

    private Training.Outcome train(String... overrides) {
        return new Training(tasks).run(config, List.of(overrides), Optional.of(out));
    }

    @Test
    void leavesTheFilesOfARun() throws IOException {
        RunFolder run = train("train.logEvery=5").folder();
        assertThat(run.config()).exists();
        assertThat(Files.readAllLines(run.metrics())).hasSize(5 + 4);
        assertThat(run.checkpoints())
                .isDirectoryContaining("glob:**/best.zip")
                .isDirectoryContaining("glob:**/iteration-20.zip");
        assertThat(run.report()).content().contains("inner &amp; outer &lt;0.9&gt;");
        assertThat(run.pictures()).isDirectoryContaining("glob:**/loss.png");
    }

    @Test
    void savesTheConfigurationAsItWasResolved() {
        RunFolder run = train("train.epochs=2", "data.names=[a, b]").folder();
        ConfigLoader loader = new ConfigLoader(tasks);
        assertThat(loader.load(run.config(), List.of()).run())
                .isEqualTo(loader.load(config, List.of("train.epochs=2")).run());
        Checkpoint best = Checkpoint.open(run.checkpoints().resolve("best.zip"));
        assertThat(best.info().config()).isEqualTo(contentOf(run.config()));
        assertThat(best.info().classes()).containsExactly("a", "b");
        assertThat(best.info().task()).isEqualTo("toy");
    }

    private static String contentOf(Path file) {
        return org.assertj.core.api.Assertions.contentOf(file.toFile());
    }

    @Test
    void aFolderInUseIsRefusedBeforeAnythingIsTouched() throws IOException {
        Files.createDirectories(out);
        Path precious = Files.writeString(out.resolve("thesis.txt"), "precious");
        assertThatThrownBy(this::train)
                .isInstanceOf(TaskException.class)
                .hasMessageStartingWith(out + ": already holds files; choose another --out");
        assertThat(out.toFile().list()).containsExactly("thesis.txt");
        assertThat(precious).hasContent("precious");
    }

    @Test
    void anEmptyFolderIsTaken() throws IOException {
        Files.createDirectories(out);
        assertThat(train("train.epochs=1").folder().report()).exists();
    }

    @Test
    void aFileInTheWayIsRefused() throws IOException {
        Files.writeString(out, "");
        assertThatThrownBy(this::train).hasMessageContaining("is a file");
    }

    @Test
    void aFaultyConfigurationLeavesNothingBehind() {
        assertThatThrownBy(() -> train("train.epochs=0")).isInstanceOf(ConfigException.class);
        assertThat(out).doesNotExist();
    }

    @Test
    void theDefaultFolderIsNamedByConfigurationAndTime() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-24T10:15:30Z"), ZoneOffset.UTC);
        assertThat(RunFolder.named(Path.of("configs/coco.yaml"), clock).path())
                .isEqualTo(Path.of("runs", "coco-20261124-101530"));
    }

    @Test
    void aStoppedRunHasCheckpointAndPage() {
        Training training = new Training(tasks);
        training.requestStop();
        Training.Outcome outcome = training.run(config, List.of(), Optional.of(out));
        assertThat(outcome.result().interrupted()).isTrue();
        assertThat(outcome.folder().report()).content().contains("Training was stopped before its planned end.");
        assertThat(outcome.folder().checkpoints()).isDirectoryContaining("glob:**/iteration-0.zip");
    }

    @Test
    void aDivergedRunKeepsItsFiles() {
        assertThatThrownBy(() -> train("data.brokenAt=7", "train.gradients.skipNonFinite=0"))
                .isInstanceOf(TrainingException.class);
        assertThat(out.resolve("checkpoints/iteration-5.zip")).exists();
    }

    @Test
    void aTrainedModelMeasuresAsItDidInTraining() {
        Training.Outcome outcome = train("train.ema.decay=0.9");
        TrainedModel model = TrainedModel.load(tasks, outcome.folder().path(), List.of());
        Evaluation best = outcome.result().best().orElseThrow().evaluation();
        assertThat(model.evaluate(Optional.empty())).isEqualTo(best);
        assertThat(model.evaluationSplits()).containsExactly("val", "test");
        assertThat(model.evaluate(Optional.of("test"))).isNotEqualTo(best);
    }

    @Test
    void aTrainedModelKnowsTheClassesItWasTrainedWith() {
        train("data.names=[a, b]");
        TrainedModel model =
                TrainedModel.load(tasks, out.resolve("checkpoints/iteration-20.zip"), List.of("data.names=[x, y]"));
        assertThat(model.evaluate(Optional.empty()).perClass()).containsOnlyKeys("a", "b");
    }

    @Test
    void aTrainedModelPredictsIntoANewFolder() {
        train("train.epochs=1");
        Path predictions = folder.resolve("predictions/today");
        PredictionReport report = TrainedModel.load(tasks, out, List.of())
                .predict(List.of(Path.of("a.jpg"), Path.of("b.jpg")), predictions);
        assertThat(report.images()).isEqualTo(2);
        assertThat(predictions.resolve("results.csv")).exists();
    }

    @Test
    void aFolderWithoutCheckpointIsNamed() {
        assertThatThrownBy(() -> TrainedModel.load(tasks, folder, List.of()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(folder.resolve("checkpoints/best.zip") + ": there is no such file");
    }

    @Test
    void aTaskThatIsNotInstalledIsNamed() {
        train("train.epochs=1");
        assertThatThrownBy(() -> TrainedModel.load(Tasks.of(), out, List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown task 'toy'; no task is on the class path");
    }

    /** Everything in the files of a run but what depends on the clock. */
    private static List<String> metrics(RunFolder run) throws IOException {
        return Files.readAllLines(run.metrics()).stream()
                .map(line -> line.replaceAll("\"(time|seconds|imagesPerSecond|waitShare|memoryBytes)\":[^,}]*", ""))
                .toList();
    }

    private void stopAt(int iteration, String... overrides) {
        Training training = new Training(tasks);
        training.listen(new TrainingListener() {
                    @Override
                    public void stepped(Step step) {
                        if (step.iteration() == iteration) {
                            training.requestStop();
                        }
                    }
                })
                .run(config, List.of(overrides), Optional.of(out));
    }

    @Test
    void aResumedRunLeavesTheFilesOfAnUninterruptedOne() throws IOException {
        Path whole = folder.resolve("whole");
        new Training(tasks).run(config, List.of("train.logEvery=1"), Optional.of(whole));
        stopAt(7, "train.logEvery=1");
        // a line that an interrupted run wrote beyond its state, and one cut off
        Files.writeString(
                new RunFolder(out).metrics(), "{\"iteration\":9}\n{\"itera", java.nio.file.StandardOpenOption.APPEND);
        Training.Outcome resumed = new Training(tasks).resume(out, List.of(), false);
        assertThat(metrics(resumed.folder())).isEqualTo(metrics(new RunFolder(whole)));
        assertThat(Files.readString(resumed.folder().report())).doesNotContain("stopped before");
        assertThat(Files.readAllLines(resumed.folder().evaluations())).hasSize(1 + 4);
        assertThat(Files.readAllLines(resumed.folder().steps()))
                .hasSize(1 + 20)
                .element(0)
                .isEqualTo("iteration,epoch,loss,entropy,learningRate,imagesPerSecond,waitShare");
    }

    @Test
    void aDamagedStateIsSetAsideAndTheOneBeforeItUsed() throws IOException {
        stopAt(12, "train.checkpoint.everyIterations=4");
        Path damaged = out.resolve("checkpoints/iteration-12.zip");
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);
        Training.Outcome outcome = new Training(tasks).resume(out, List.of(), false);
        assertThat(outcome.result().iterations()).isEqualTo(20);
        assertThat(outcome.folder().checkpoints()).isDirectoryContaining("glob:**/iteration-12.zip.damaged");
    }

    @Test
    void aRunWithoutAnIntactStateIsRefused() throws IOException {
        stopAt(3);
        Files.write(out.resolve("checkpoints/iteration-3.zip"), new byte[100]);
        assertThatThrownBy(() -> new Training(tasks).resume(out, List.of(), false))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(out.resolve("checkpoints")
                        + ": there is no state to go on from (an intact iteration-N.zip);" + " start the run again");
    }

    @Test
    void aCompleteRunSaysHowToTrainOnAndThenDoes() {
        train();
        assertThatThrownBy(() -> new Training(tasks).resume(out, List.of(), false))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("this run is complete (20 iterations, 4 epochs)")
                .hasMessageContaining("--set train.epochs=8");
        Training.Outcome longer = new Training(tasks).resume(out, List.of("train.epochs=6"), false);
        assertThat(longer.result().iterations()).isEqualTo(30);
        assertThat(longer.folder().config()).content().contains("epochs: 6");
    }

    @Test
    void dataThatHasChangedIsRefusedUnlessAccepted() {
        stopAt(3, "data.names=[inner, outer]");
        List<String> other = List.of("data.batch=9");
        assertThatThrownBy(() -> new Training(tasks).resume(out, other, false))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("are not those that the run began with")
                .hasMessageContaining("--changed-data");
        assertThat(new Training(tasks).resume(out, other, true).result().iterations())
                .isEqualTo(20);
    }

    @Test
    void aFolderThatIsNoRunIsNamed() {
        assertThatThrownBy(() -> new Training(tasks).resume(folder, List.of(), false))
                .hasMessageStartingWith(folder + ": is not the folder of a run");
    }

    @Test
    void anotherNetworkCannotGoOn() {
        stopAt(3);
        assertThatThrownBy(() -> new Training(tasks).resume(out, List.of("model.hidden=9"), false))
                .hasMessageContaining("is of another architecture than the network of the configuration");
    }

    @Test
    void thePageIsThereWhileTheRunTrains() {
        List<Boolean> seen = new ArrayList<>();
        new Training(tasks)
                .listen(new TrainingListener() {
                    @Override
                    public void stepped(Step step) {
                        seen.add(Files.exists(out.resolve("report.html")));
                    }
                })
                .run(config, List.of(), Optional.of(out));
        assertThat(seen.subList(0, 5)).containsOnly(false);
        assertThat(seen.subList(5, 20)).containsOnly(true);
    }

    @Test
    void twoDoNotTrainInOneFolder() {
        List<Throwable> refused = new ArrayList<>();
        new Training(tasks)
                .listen(new TrainingListener() {
                    @Override
                    public void stepped(Step step) {
                        if (step.iteration() == 12) {
                            refused.add(catchThrowable(() -> new Training(tasks).resume(out, List.of(), false)));
                        }
                    }
                })
                .run(config, List.of(), Optional.of(out));
        assertThat(refused)
                .singleElement()
                .asInstanceOf(THROWABLE)
                .isInstanceOf(TaskException.class)
                .hasMessage(out
                        + ": process " + ProcessHandle.current().pid()
                        + " is training here; wait for it or stop it, or choose another --out");
    }
}
