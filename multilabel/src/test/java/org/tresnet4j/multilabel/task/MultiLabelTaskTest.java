package org.tresnet4j.multilabel.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.runner.TrainedModel;
import org.tresnet4j.runner.Training.Outcome;
import org.tresnet4j.runner.checkpoint.Checkpoint;
import org.tresnet4j.runner.checkpoint.CheckpointFolder;
import org.tresnet4j.runner.config.ConfigException;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.PredictionReport;
import org.tresnet4j.runner.spi.TaskException;

/** The task as the command line uses it: real files, the real decoder, a real network. */
class MultiLabelTaskTest {

    @TempDir
    static Path folder;

    private static Shapes shapes;
    private static Outcome outcome;

    @BeforeAll
    static void trainOnce() {
        shapes = Shapes.of(folder.resolve("shapes"), 48, 16);
        outcome = shapes.train(folder.resolve("run"), new ArrayList<>());
    }

    @Test
    void trainsMeasuresAndReports() {
        Evaluation best = outcome.result().best().orElseThrow().evaluation();
        assertThat(best.metrics()).containsKeys("mAP", "CF1", "OF1", "top3_CF1");
        assertThat(best.perClass()).containsKeys("circle", "star");
        assertThat(outcome.folder().report()).isNotEmptyFile();
    }

    @Test
    void evaluatesACheckpointAsDuringTraining() {
        TrainedModel model =
                TrainedModel.load(Tasks.installed(), outcome.folder().path(), List.of());
        double again = model.evaluate(Optional.of("validation")).primaryValue();
        double during = outcome.result().best().orElseThrow().evaluation().primaryValue();
        assertThat(again).isCloseTo(during, within(1e-9));
    }

    @Test
    void predictsAFolderIntoJsonAndPictures() throws IOException {
        TrainedModel model =
                TrainedModel.load(Tasks.installed(), outcome.folder().path(), List.of());
        List<Path> images;
        try (Stream<Path> files = Files.list(shapes.root().resolve("images/val"))) {
            images = files.sorted().limit(5).toList();
        }
        Path out = folder.resolve("predictions");
        PredictionReport report = model.predict(images, out);
        assertThat(report.images()).isEqualTo(5);
        JsonNode json =
                new ObjectMapper().readTree(out.resolve("predictions.json").toFile());
        assertThat(json).hasSize(5);
        assertThat(json.get(0).get("scores")).hasSize(model.info().classes().size());
        assertThat(json.get(0).get("scores").get(0).get("score").asDouble())
                .isGreaterThanOrEqualTo(
                        json.get(0).get("scores").get(1).get("score").asDouble());
        assertThat(out.resolve(json.get(4).get("picture").asText())).isNotEmptyFile();
    }

    @Test
    void predictsWhereTheTrainingDataIsNot() {
        TrainedModel model = TrainedModel.load(
                Tasks.installed(), outcome.folder().path(), List.of("data.root=" + folder.resolve("gone")));
        Path image = shapes.root().resolve("images/val").toFile().listFiles()[0].toPath();
        assertThat(model.predict(List.of(image), folder.resolve("elsewhere")).images())
                .isOne();
    }

    @Test
    void namesMissingPicturesBeforeItTrains() throws IOException {
        Shapes incomplete = Shapes.of(folder.resolve("incomplete"), 16, 8);
        Files.delete(incomplete.root().resolve("images/val/000003.jpg"));
        Path run = folder.resolve("not-begun");
        assertThatThrownBy(() -> incomplete.train(run, new ArrayList<>()))
                .isInstanceOf(TaskException.class)
                .hasMessageContainingAll(
                        "split validation: 1 of ", "000003.jpg", "data.validation.images", "onCorruptImage: skip");
        assertThat(run).doesNotExist();
    }

    @Test
    void sameSeedSameLossesWhateverTheNumberOfLoaderThreads() {
        List<Double> one = new ArrayList<>();
        List<Double> four = new ArrayList<>();
        List<Double> otherSeed = new ArrayList<>();
        shapes.train(folder.resolve("one"), one, "data.threads=1");
        shapes.train(folder.resolve("four"), four, "data.threads=4", "data.prefetch=3");
        shapes.train(folder.resolve("seed"), otherSeed, "seed=7");
        assertThat(one).hasSize(3).isEqualTo(four).isNotEqualTo(otherSeed);
    }

    @Test
    void overfitsSixteenImages() {
        Shapes few = Shapes.of(folder.resolve("few"), 16, 8);
        List<Double> losses = new ArrayList<>();
        Outcome fitted = few.train(
                folder.resolve("fitted"),
                losses,
                "train.epochs=80",
                "train.evaluateEvery=80",
                "train.ema.decay=0",
                "augmentation.flip=0",
                "data.validation.annotations=annotations/instances_train.json",
                "data.validation.images=images/train");
        assertThat(fitted.result().best().orElseThrow().evaluation().primaryValue())
                .isCloseTo(100, within(1e-3));
        assertThat(losses.get(losses.size() - 1)).isLessThan(losses.get(0) / 10);
    }

    @Test
    void overfitsSixteenImagesWithMlDecoder() {
        Shapes few = Shapes.of(folder.resolve("few-decoded"), 16, 8);
        List<Double> losses = new ArrayList<>();
        Outcome fitted = few.train(
                folder.resolve("fitted-decoder"),
                losses,
                "model.head=ml-decoder",
                "model.decoder.groups=2",
                "model.decoder.width=32",
                "model.decoder.hidden=64",
                "train.epochs=80",
                "train.evaluateEvery=80",
                "train.ema.decay=0.9",
                "augmentation.flip=0",
                "data.validation.annotations=annotations/instances_train.json",
                "data.validation.images=images/train");
        assertThat(fitted.result().best().orElseThrow().evaluation().primaryValue())
                .isCloseTo(100, within(1e-3));
        assertThat(losses.get(losses.size() - 1)).isLessThan(losses.get(0) / 10);
    }

    @Test
    void queriesAreTheSameInTheAverageAfterManySteps() {
        List<Double> losses = new ArrayList<>();
        Outcome run = shapes.train(
                folder.resolve("queries"),
                losses,
                "model.head=ml-decoder",
                "model.decoder.width=16",
                "model.decoder.hidden=16",
                "train.epochs=5",
                "train.evaluateEvery=5",
                "train.ema.decay=0.97");
        CheckpointFolder checkpoints = CheckpointFolder.existing(run.folder().checkpoints());
        INDArray averaged = Checkpoint.open(checkpoints.best()).network().getParam("head.decoder_queries");
        INDArray trained =
                Checkpoint.open(checkpoints.last().orElseThrow()).network().getParam("head.decoder_queries");
        assertThat(averaged.equalsWithEps(trained, 0)).isTrue();
    }

    @Test
    void aDecodersSizeHasAMeaningOnlyForADecoder() {
        assertThatThrownBy(() -> shapes.train(folder.resolve("x"), new ArrayList<>(), "model.decoder.width=32"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("model.decoder: has a meaning only when model.head is ml-decoder");
    }

    @Test
    void namesAMissingRootAndTheCure() {
        assertThatThrownBy(() ->
                        shapes.train(folder.resolve("x"), new ArrayList<>(), "data.root=" + folder.resolve("nowhere")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data.root")
                .hasMessageContaining("nowhere")
                .hasMessageContaining("--set data.root=FOLDER");
    }

    @Test
    void namesAMissingAnnotationFile() {
        assertThatThrownBy(() -> shapes.train(folder.resolve("x"), new ArrayList<>(), "data.train.annotations=no.json"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data.train.annotations")
                .hasMessageContaining("no.json");
    }

    @Test
    void saysWhichSizesWouldDo() {
        assertThatThrownBy(() -> shapes.train(folder.resolve("x"), new ArrayList<>(), "model.size=100"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("size 100")
                .hasMessageContaining("96 and 128");
    }

    @Test
    void namesTheKnownVariants() {
        assertThatThrownBy(() -> shapes.train(folder.resolve("x"), new ArrayList<>(), "model.variant=resnet50"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("resnet50")
                .hasMessageContaining("tresnet_m");
    }

    @Test
    void namesTheSplitsThereAre() {
        TrainedModel model =
                TrainedModel.load(Tasks.installed(), outcome.folder().path(), List.of());
        assertThatThrownBy(() -> model.evaluate(Optional.of("test")))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("'test'")
                .hasMessageContaining("validation");
    }

    @Test
    void refusesDataOfOtherClasses() throws IOException {
        Path other = folder.resolve("other/annotations");
        Files.createDirectories(other);
        Path file = other.resolve("instances_val.json");
        String json = Files.readString(shapes.root().resolve("annotations/instances_val.json"));
        Files.writeString(file, json.replace("\"star\"", "\"comet\""));
        TrainedModel model = TrainedModel.load(
                Tasks.installed(), outcome.folder().path(), List.of("data.validation.annotations=" + file));
        assertThatThrownBy(() -> model.evaluate(Optional.empty()))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("comet")
                .hasMessageContaining("star");
    }

    @Test
    void aBrokenImageFailsOrIsSkippedAsConfigured() throws IOException {
        Path broken = folder.resolve("broken.jpg");
        Files.writeString(broken, "not a picture");
        TrainedModel strict =
                TrainedModel.load(Tasks.installed(), outcome.folder().path(), List.of());
        assertThatThrownBy(() -> strict.predict(List.of(broken), folder.resolve("strict")))
                .isInstanceOf(TaskException.class)
                .hasMessageContainingAll("broken.jpg", "--set data.onCorruptImage=skip");
        TrainedModel lenient =
                TrainedModel.load(Tasks.installed(), outcome.folder().path(), List.of("data.onCorruptImage=skip"));
        PredictionReport report = lenient.predict(List.of(broken), folder.resolve("lenient"));
        assertThat(report.images()).isZero();
        assertThat(report.skipped()).singleElement().asString().contains("broken.jpg");
    }
}
