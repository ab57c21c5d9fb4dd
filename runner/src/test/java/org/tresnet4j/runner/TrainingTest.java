package org.tresnet4j.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
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
                .isDirectoryContaining("glob:**/last.zip");
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
        assertThat(outcome.folder().checkpoints()).isDirectoryContaining("glob:**/last.zip");
    }

    @Test
    void aDivergedRunKeepsItsFiles() {
        assertThatThrownBy(() -> train("data.brokenAt=7")).isInstanceOf(TrainingException.class);
        assertThat(out.resolve("checkpoints/last.zip")).exists();
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
                TrainedModel.load(tasks, out.resolve("checkpoints/last.zip"), List.of("data.names=[x, y]"));
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
}
