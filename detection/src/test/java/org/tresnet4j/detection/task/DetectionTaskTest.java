package org.tresnet4j.detection.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.datasets.synthetic.ShapesDataset;
import org.tresnet4j.datasets.synthetic.ShapesOptions;
import org.tresnet4j.detection.Shared;
import org.tresnet4j.detection.eval.CocoGroundTruth;
import org.tresnet4j.runner.TrainedModel;
import org.tresnet4j.runner.Training;
import org.tresnet4j.runner.Training.Outcome;
import org.tresnet4j.runner.config.ConfigException;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.listen.Step;
import org.tresnet4j.runner.listen.TrainingListener;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.PredictionReport;

/** The task as the command line uses it: real files, the real decoder, a real network. */
class DetectionTaskTest {

    private static final Path CONFIGS = Path.of("").toAbsolutePath().getParent().resolve("configs/detection");

    @TempDir
    static Path folder;

    private static Path shapes;
    private static Outcome outcome;
    private static final List<Step> STEPS = new ArrayList<>();

    @BeforeAll
    static void trainOnce() {
        shapes = folder.resolve("shapes");
        ShapesDataset.generate(
                shapes, ShapesOptions.defaults().withImages(32, 8).withSide(96).withSeed(3));
        outcome = train(folder.resolve("run"), STEPS, "train.epochs=2", "train.logEvery=1");
    }

    private static Outcome train(Path out, List<Step> steps, String... overrides) {
        List<String> all = new ArrayList<>(List.of("data.root=" + shapes));
        all.addAll(List.of(overrides));
        return run(CONFIGS.resolve("tiny-shapes.yaml"), all, out, steps);
    }

    private static Outcome run(Path config, List<String> overrides, Path out, List<Step> steps) {
        return new Training(Tasks.installed())
                .listen(new TrainingListener() {
                    @Override
                    public void stepped(Step step) {
                        steps.add(step);
                    }
                })
                .run(config, overrides, Optional.of(out));
    }

    @Test
    void trainsMeasuresAndReports() {
        Evaluation best = outcome.result().best().orElseThrow().evaluation();
        assertThat(best.primary()).isEqualTo("AP");
        assertThat(best.metrics()).containsKeys("AP50", "APs", "AR100");
        assertThat(best.perClass()).containsKeys("circle", "star");
        assertThat(outcome.folder().report()).isNotEmptyFile();
    }

    @Test
    void reportsThePartsOfTheLoss() {
        Map<String, Double> parts = STEPS.get(0).components();
        assertThat(parts).containsOnlyKeys("classes", "boxes", "centerness");
        assertThat(parts.values().stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(STEPS.get(0).loss(), within(1e-6));
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
    void predictsAFolderIntoCocoResultsAndPictures() throws IOException {
        TrainedModel model = TrainedModel.load(
                Tasks.installed(), outcome.folder().path(), List.of("detections.scoreThreshold=0.001"));
        List<Path> images;
        try (Stream<Path> files = Files.list(shapes.resolve("images/val"))) {
            images = files.sorted().limit(3).toList();
        }
        Path out = folder.resolve("predictions");
        PredictionReport report = model.predict(images, out);
        assertThat(report.images()).isEqualTo(3);
        JsonNode json =
                new ObjectMapper().readTree(out.resolve("detections.json").toFile());
        assertThat(json).isNotEmpty();
        JsonNode first = json.get(0);
        assertThat(first.get("image_id").asInt()).isOne();
        assertThat(first.get("bbox")).hasSize(4);
        assertThat(first.get("bbox").get(0).asDouble()
                        + first.get("bbox").get(2).asDouble())
                .isLessThanOrEqualTo(96 + 1e-6);
        assertThat(first.get("category").asText()).isNotEmpty();
        assertThat(out.resolve(images.get(2).getFileName().toString().replaceFirst("\\.[^.]*$", ".jpg")))
                .isNotEmptyFile();
    }

    @Test
    void sameSeedSameLossesWhateverTheNumberOfLoaderThreads() {
        List<Step> one = new ArrayList<>();
        List<Step> four = new ArrayList<>();
        train(folder.resolve("one"), one, "data.threads=1", "train.epochs=1", "augmentation.crop=0.5");
        train(folder.resolve("four"), four, "data.threads=4", "train.epochs=1", "augmentation.crop=0.5");
        assertThat(one.stream().map(Step::loss).toList())
                .isNotEmpty()
                .isEqualTo(four.stream().map(Step::loss).toList());
    }

    @Test
    void fcosTrainsOnImagesOfSeveralSizes() {
        List<Step> steps = new ArrayList<>();
        Path config = withoutLetterbox();
        run(
                config,
                List.of(
                        "data.root=" + shapes,
                        "model.head=fcos",
                        "images.shortSides=[96, 128, 160]",
                        "images.longSide=200",
                        "train.epochs=1",
                        "loss.boxWeight=1"),
                folder.resolve("fcos"),
                steps);
        assertThat(steps).isNotEmpty().allMatch(step -> Double.isFinite(step.loss()));
    }

    private static Path withoutLetterbox() {
        try {
            String yaml = Files.readString(CONFIGS.resolve("tiny-shapes.yaml"));
            return Files.writeString(folder.resolve("sizes.yaml"), yaml.replaceFirst("  letterbox: .*\\n", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void refusesALetterboxThatTheNetworkCannotHalve() {
        assertThatThrownBy(() -> train(folder.resolve("refused"), new ArrayList<>(), "images.letterbox=[100, 128]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("images", "multiples of 32");
    }

    @Test
    void refusesGroupsThatDoNotDivideTheChannels() {
        assertThatThrownBy(() -> train(folder.resolve("refused"), new ArrayList<>(), "model.groups=7"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("model", "7 groups do not divide 32 channels");
    }

    /** Photographs with their official boxes. */
    @Test
    @Tag("slow")
    void overfitsEightPhotographs() throws IOException {
        Path coco = Shared.file("data/coco128");
        Path root = folder.resolve("coco8");
        CocoSubset.write(
                coco.resolve("annotations/instances_train2017.json"), 8, root.resolve("annotations/eight.json"));
        assertThat(CocoGroundTruth.read(root.resolve("annotations/eight.json")).imageIds())
                .hasSize(8);
        Files.createSymbolicLink(root.resolve("images"), coco.resolve("train2017"));
        Outcome fitted = run(
                CONFIGS.resolve("tiny-shapes.yaml"),
                List.of(
                        "data.root=" + root,
                        "data.train.annotations=annotations/eight.json",
                        "data.train.images=images",
                        "data.validation.annotations=annotations/eight.json",
                        "data.validation.images=images",
                        "data.batchSize=8",
                        "images.letterbox=[256, 256]",
                        "model.width=32",
                        "model.channels=64",
                        "augmentation.flip=0",
                        "train.epochs=250",
                        "train.evaluateEvery=250",
                        "train.optimizer.learningRate=0.002",
                        "train.optimizer.weightDecay=0",
                        "train.threads=2",
                        "train.ema.decay=0.9"),
                folder.resolve("fitted"),
                new ArrayList<>());
        assertThat(fitted.result().best().orElseThrow().evaluation().metrics().get("AP50"))
                .isGreaterThanOrEqualTo(0.9);
    }
}
