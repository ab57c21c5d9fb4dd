package org.tresnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.Photographs;
import org.tresnet4j.backbone.onnx.RuntimeSession;
import org.tresnet4j.backbone.predict.Predictor;
import org.tresnet4j.runner.checkpoint.Checkpoint;
import org.tresnet4j.runner.checkpoint.CheckpointInfo;
import org.tresnet4j.runner.checkpoint.CheckpointWriter;
import org.tresnet4j.runner.checkpoint.CodeVersion;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.config.Tasks;

/** {@code export --format onnx}: what ONNX Runtime makes of the file is what the checkpoint's network says. */
class OnnxExportTest {

    private static final Path CONFIGS = Path.of("").toAbsolutePath().getParent().resolve("configs");
    private static final List<String> CLASSES = List.of("red", "white", "platelet");

    @TempDir
    static Path folder;

    private final Shell shell = Shell.ofInstalledTasks();

    /** Networks as they start. */
    @BeforeAll
    static void writeCheckpoints() {
        checkpoint("multilabel", "multilabel/tiny-bccd.yaml");
        checkpoint("classification", "classification/tiny-bccd-crops.yaml");
        checkpoint("crops", "classification/tresnet_m-imagenet.yaml", "model.variant=tiny");
        checkpoint("detection", "detection/tiny-bccd.yaml", "precision=float32");
        checkpoint("anyDetection", "detection/fcos_tresnet_m-coco-1x.yaml", "model.variant=tiny", "model.channels=32");
    }

    private static void checkpoint(String name, String config, String... overrides) {
        checkpoint(name, new ConfigLoader(Tasks.installed()).load(CONFIGS.resolve(config), List.of(overrides)));
    }

    private static void checkpoint(String name, Experiment<?> experiment) {
        ComputationGraph network = experiment.createTask(CLASSES).network(new NeuralNetConfiguration.Builder().seed(3));
        CheckpointInfo info = CheckpointInfo.untrained(experiment.provider().name(), CLASSES, experiment.toYaml(), "");
        new CheckpointWriter().writeModel(folder.resolve(name + ".zip"), network, info);
    }

    private Path exported(String name, String... options) {
        Path file = folder.resolve("new/" + name + ".onnx");
        Shell.Result result = export(name, file, options);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out()).containsPattern("\\d+ operators  .*onnx");
        return file;
    }

    private Shell.Result export(String name, Path out, String... options) {
        List<Object> line =
                new ArrayList<>(List.of("export", folder.resolve(name + ".zip"), "--format", "onnx", "--out", out));
        line.addAll(List.of(options));
        return shell.run(line.toArray());
    }

    private static INDArray predicted(String name, INDArray images) {
        ComputationGraph network =
                Checkpoint.open(folder.resolve(name + ".zip")).network();
        return Predictor.of(network).predict(images).get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multilabel|multilabel|160|RGB / 255; the whole image squeezed to 160x160 (bilinear, antialiased)",
                "classification|classification|64|RGB / 255; the whole image squeezed to 64x64 (bilinear, antialiased)",
                "crops|classification|224|RGB / 255; short side resized to 256, the middle 224x224 cut out (bilinear,"
                        + " antialiased)"
            })
    void taggersAndClassifiersGiveProbabilities(String name, String task, int side, String preprocessing)
            throws IOException, OrtException {
        INDArray images = Photographs.of(3, side, side);
        try (RuntimeSession session = session(exported(name))) {
            assertClose(session.run(images).get("probabilities"), predicted(name, images));
            assertThat(session.session().getMetadata().getCustomMetadata())
                    .containsEntry("task", task)
                    .containsEntry("classes", "[\"red\",\"white\",\"platelet\"]")
                    .containsEntry("preprocessing", preprocessing)
                    .containsEntry("code_version", CodeVersion.current());
        }
    }

    /** The program in docs/onnx.md, with nothing but ONNX Runtime. */
    @Test
    void theDocumentedProgramRuns() throws Exception {
        String document = Files.readString(CONFIGS.resolveSibling("docs/onnx.md"));
        int start = document.indexOf("```java") + "```java".length();
        Path program = Files.writeString(
                folder.resolve("Tags.java"), document.substring(start, document.indexOf("```", start)));
        Path image = folder.resolve("photo.png");
        ImageIO.write(new BufferedImage(80, 60, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
        Path output = folder.resolve("output.txt");
        Path runtime = Path.of(OrtSession.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        int code = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        "-cp",
                        runtime.toString(),
                        program.toString(),
                        exported("classification").toString(),
                        image.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        String printed = Files.readString(output);
        assertThat(code).as(printed).isZero();
        assertThat(printed)
                .contains("[\"red\",\"white\",\"platelet\"]")
                .containsPattern("\\[0\\.\\d+, 0\\.\\d+, 0\\.\\d+]");
    }

    @Test
    void detectorsGiveWhatTheHeadEmits() throws IOException, OrtException {
        INDArray images = Photographs.of(2, 256, 320);
        try (RuntimeSession session = session(exported("detection"))) {
            Map<String, INDArray> outputs = session.run(images);
            INDArray rows = Nd4j.concat(
                    2, outputs.get("class_logits"), outputs.get("box_codes"), outputs.get("centerness_logits"));
            assertClose(rows, predicted("detection", images));
            assertThat(session.session().getMetadata().getCustomMetadata())
                    .containsEntry("box_coding", "deltas")
                    .containsEntry("strides", "[8, 16, 32, 64, 128]");
        }
    }

    @Test
    void detectorsOfAnySizeAreToldTheirs() throws IOException, OrtException {
        INDArray images = Photographs.of(1, 64, 96);
        try (RuntimeSession session = session(exported("anyDetection", "--size", "96x64", "--nms"))) {
            assertThat(session.run(images)).containsOnlyKeys("boxes", "scores", "classes", "images");
            assertThat(session.session().getMetadata().getCustomMetadata())
                    .containsEntry("box_coding", "distances")
                    .containsEntry("iou_threshold", "0.6");
        }
    }

    private static RuntimeSession session(Path file) throws IOException, OrtException {
        return new RuntimeSession(Files.readAllBytes(file));
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        double difference = actual.sub(expected).amaxNumber().doubleValue();
        assertThat(difference / expected.amaxNumber().doubleValue()).isLessThan(1e-4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multilabel|--nms|only a detector's boxes can be suppressed; this checkpoint is one of multilabel",
                "classification|--size 96|only a detector's images can have another size; those of this checkpoint are 64x64",
                "anyDetection|--nms|the configuration has no images.letterbox",
                "anyDetection|--size 100x64|size 100x64: a detector takes images whose sides are multiples of 32",
                "anyDetection|--size large|'large' is no size; write e.g. 640x480",
                "multilabel|--format timm --nms|should be specified only once"
            })
    void namesTheOptionThatDoesNotFit(String name, String options, String message) {
        Path out = folder.resolve("refused.onnx");
        Shell.Result result = export(name, out, options.split(" "));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(message).doesNotContain("\tat ");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--nms", "--size=64"})
    void optionsOfOnnxAreNoneOfTheOtherFormats(String option) {
        Path out = folder.resolve("refused.safetensors");
        Shell.Result result =
                shell.run("export", folder.resolve("multilabel.zip"), "--format", "timm", option, "--out", out);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--size and --nms are options of --format onnx only");
        assertThat(out).doesNotExist();
    }

    @Test
    void aTaskWithoutOnnxIsNamed() {
        checkpoint("toy", new ConfigLoader(Tasks.installed()).parse("toy.yaml", ToyProvider.YAML, List.of()));
        Shell.Result result = export("toy", folder.resolve("toy.onnx"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("toy.zip: networks of the task 'toy' cannot be written as ONNX");
    }

    @Test
    void aTaskThatIsNotInstalledIsNamed() {
        Shell.Result result = new Shell()
                .run("export", folder.resolve("multilabel.zip"), "--format", "onnx", "--out", folder.resolve("x.onnx"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("multilabel", "toy");
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() throws IOException {
        Path occupied =
                Files.createDirectories(folder.resolve("occupied.onnx/x")).getParent();
        Shell.Result result = export("classification", occupied);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("occupied.onnx: cannot be written");
    }
}
