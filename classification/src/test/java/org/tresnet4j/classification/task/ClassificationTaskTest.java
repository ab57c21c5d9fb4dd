package org.tresnet4j.classification.task;

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
import org.tresnet4j.datasets.DatasetException;
import org.tresnet4j.runner.TrainedModel;
import org.tresnet4j.runner.Training.Outcome;
import org.tresnet4j.runner.config.ConfigException;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.PredictionReport;
import org.tresnet4j.runner.spi.TaskException;

/** The task as the command line uses it: real files, the real decoder, a real network. */
class ClassificationTaskTest {

    @TempDir
    static Path folder;

    private static Drawings drawings;
    private static Outcome outcome;

    @BeforeAll
    static void trainOnce() throws IOException {
        drawings = Drawings.of(folder.resolve("drawings"), 8, 4);
        outcome = drawings.train(folder.resolve("run"), new ArrayList<>());
    }

    private static TrainedModel model(String... overrides) {
        return TrainedModel.load(Tasks.installed(), outcome.folder().path(), List.of(overrides));
    }

    @Test
    void trainsMeasuresAndReports() {
        Evaluation best = outcome.result().best().orElseThrow().evaluation();
        assertThat(best.metrics()).containsOnlyKeys("top1", "top5", "mean_class");
        assertThat(best.metrics().get("top5")).isEqualTo(100);
        assertThat(best.perClass()).containsOnlyKeys("cross", "disc", "stripes");
        assertThat(outcome.folder().report()).isNotEmptyFile();
    }

    @Test
    void evaluatesACheckpointAsDuringTraining() {
        Evaluation again = model().evaluate(Optional.of("validation"));
        Evaluation during = outcome.result().best().orElseThrow().evaluation();
        assertThat(again.metrics()).isEqualTo(during.metrics());
    }

    @Test
    void predictsAFolderIntoJsonAndPictures() throws IOException {
        List<Path> images;
        try (Stream<Path> files = Files.list(drawings.root().resolve("val/disc"))) {
            images = files.sorted().toList();
        }
        Path out = folder.resolve("predictions");
        PredictionReport report = model().predict(images, out);
        assertThat(report.images()).isEqualTo(4);
        JsonNode json =
                new ObjectMapper().readTree(out.resolve("predictions.json").toFile());
        assertThat(json).hasSize(4);
        JsonNode scores = json.get(0).get("scores");
        assertThat(scores).hasSize(3);
        assertThat(json.get(0).get("label")).isEqualTo(scores.get(0).get("name"));
        assertThat(scores.get(0).get("score").asDouble())
                .isGreaterThanOrEqualTo(scores.get(1).get("score").asDouble());
        double sum = 0;
        for (JsonNode score : scores) {
            sum += score.get("score").asDouble();
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
        assertThat(out.resolve(json.get(3).get("picture").asText())).isNotEmptyFile();
    }

    @Test
    void sameSeedSameLossesWhateverTheNumberOfLoaderThreads() {
        String[] everything = {
            "augmentation.minimumArea=0.3",
            "augmentation.randAugment=2",
            "augmentation.autoAugment=cifar",
            "augmentation.erasing=0.5",
            "augmentation.mixup=0.8",
            "augmentation.cutMix=1"
        };
        List<Double> one = new ArrayList<>();
        List<Double> four = new ArrayList<>();
        List<Double> otherSeed = new ArrayList<>();
        drawings.train(folder.resolve("one"), one, and(everything, "data.threads=1"));
        drawings.train(folder.resolve("four"), four, and(everything, "data.threads=4", "data.prefetch=3"));
        drawings.train(folder.resolve("seed"), otherSeed, and(everything, "seed=7"));
        assertThat(one).hasSize(3).isEqualTo(four).isNotEqualTo(otherSeed);
    }

    private static String[] and(String[] overrides, String... more) {
        return Stream.concat(Stream.of(overrides), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void overfitsADozenImages() throws IOException {
        Drawings few = Drawings.of(folder.resolve("few"), 4, 1);
        List<Double> losses = new ArrayList<>();
        Outcome fitted = few.train(
                folder.resolve("fitted"),
                losses,
                "data.batchSize=12",
                "train.epochs=60",
                "train.evaluateEvery=60",
                "train.ema.decay=0",
                "augmentation.flip=0",
                "augmentation.verticalFlip=0",
                "loss.smoothing=0",
                "data.validation.images=train");
        assertThat(fitted.result().best().orElseThrow().evaluation().primaryValue())
                .isEqualTo(100);
        assertThat(losses.get(losses.size() - 1)).isLessThan(losses.get(0) / 10);
    }

    @Test
    void learnsWithTheAsymmetricLossAtASizeThatIsNoMultipleOf32() {
        Outcome trained = drawings.train(
                folder.resolve("asymmetric"),
                new ArrayList<>(),
                "model.size=72",
                "loss.gammaNegative=4",
                "evaluation.view=center-crop");
        assertThat(trained.result().best().orElseThrow().evaluation().metrics()).containsKey("top1");
    }

    @Test
    void namesAMissingRootAndTheCure() {
        assertThatThrownBy(() -> drawings.train(
                        folder.resolve("x"), new ArrayList<>(), "data.root=" + folder.resolve("nowhere")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data.root")
                .hasMessageContaining("--set data.root=FOLDER");
    }

    @Test
    void namesAFolderThatIsMissingOrHasNoClasses() {
        assertThatThrownBy(() -> drawings.train(folder.resolve("x"), new ArrayList<>(), "data.train.images=no"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data.train.images");
        assertThatThrownBy(() -> drawings.train(folder.resolve("x"), new ArrayList<>(), "data.train.images=val/disc"))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("has no folders in it");
    }

    @Test
    void refusesASplitOfOtherClasses() throws IOException {
        Path other = folder.resolve("other");
        Files.createDirectories(other.resolve("comet"));
        Files.copy(drawings.root().resolve("val/disc/0.png"), other.resolve("comet/0.png"));
        TrainedModel model = model("data.validation.images=" + other);
        assertThatThrownBy(() -> model.evaluate(Optional.empty()))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("comet")
                .hasMessageContaining("stripes");
    }

    @Test
    void saysWhatAFormatNeeds() {
        assertThatThrownBy(() -> drawings.train(folder.resolve("x"), new ArrayList<>(), "data.train.format=cars"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data.train: annotations is required");
        assertThatThrownBy(() -> drawings.train(folder.resolve("x"), new ArrayList<>(), "data.train.format=cifar10"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("part is required: train or test");
        assertThatThrownBy(
                        () -> drawings.train(folder.resolve("x"), new ArrayList<>(), "data.train.annotations=a.json"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data.train.annotations: has a meaning only when data.train.format is coco");
    }

    @Test
    void saysWhichSizesWouldDo() {
        assertThatThrownBy(() -> drawings.train(folder.resolve("x"), new ArrayList<>(), "model.size=70"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("68 and 72");
    }

    @Test
    void aMagnitudeWithoutRandAugmentIsAMistake() {
        assertThatThrownBy(() -> drawings.train(folder.resolve("x"), new ArrayList<>(), "augmentation.magnitude=5"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has a meaning only when augmentation.randAugment is not 0");
    }
}
