package org.tresnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.backbone.weights.GraphWeights;
import org.tresnet4j.backbone.weights.Naming;
import org.tresnet4j.backbone.weights.SafetensorsWriter;
import org.tresnet4j.backbone.weights.StateDict;
import org.tresnet4j.backbone.weights.WeightsFile;
import org.tresnet4j.multilabel.head.DecoderSize;
import org.tresnet4j.multilabel.head.MlDecoder;
import org.tresnet4j.multilabel.loss.AsymmetricLoss;
import org.tresnet4j.runner.TrainedModel;
import org.tresnet4j.runner.checkpoint.Checkpoint;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.spi.PredictionReport;

/** {@code import}, {@code forward} and {@code export}, one after the other, as somebody with weights would. */
class WeightsTest {

    private static final int CLASSES = 3;

    @TempDir
    static Path folder;

    private static ComputationGraph network;
    private static Path weights;

    private final Shell shell = new Shell();

    @BeforeAll
    static void writeWeights() {
        Nd4j.getRandom().setSeed(5);
        network = new ComputationGraph(
                TResNet.of(TResNetVariant.TINY).classes(CLASSES).build());
        network.init();
        weights = folder.resolve("tiny.safetensors");
        SafetensorsWriter.write(GraphWeights.of(network, Naming.OFFICIAL), weights);
    }

    private Path imported(String... options) {
        Path checkpoint = folder.resolve("new/tiny.zip");
        Object[] line = {"import", weights, "--model", "tiny", "--out", checkpoint};
        Shell.Result result = shell.run(
                Stream.concat(Arrays.stream(line), Arrays.stream(options)).toArray());
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("tensors loaded (the authors' names)", "checkpoint  " + checkpoint);
        return checkpoint;
    }

    @Test
    void importsAnMlDecoderThatPredictsAsBefore() {
        GraphBuilder graph =
                new NeuralNetConfiguration.Builder().seed(4).graphBuilder().addInputs(TResNet.INPUT);
        Features features = TResNet.addTo(graph, TResNet.INPUT, TResNetVariant.TINY);
        DecoderSize size = new DecoderSize(2, 16, 8, 24);
        ComputationGraph decoder = new ComputationGraph(
                graph.setOutputs(MlDecoder.addTo(graph, features, 3, size, 0, new AsymmetricLoss()))
                        .build());
        decoder.init();
        Path file = folder.resolve("decoder.safetensors");
        SafetensorsWriter.write(GraphWeights.of(decoder, Naming.OFFICIAL), file);
        Path checkpoint = folder.resolve("decoder.zip");
        assertThat(shell.run("import", file, "--model", "tiny", "--out", checkpoint)
                        .err())
                .isEmpty();
        Checkpoint read = Checkpoint.open(checkpoint);
        assertThat(read.info().task()).isEqualTo("multilabel");
        assertThat(read.network().params()).isEqualTo(decoder.params());
        assertThat(TrainedModel.load(Tasks.installed(), checkpoint, List.of())
                        .info()
                        .classes())
                .containsExactly("0", "1", "2");
        assertThat(shell.run("import", file, "--model", "tiny", "--labels", "single", "--out", checkpoint)
                        .err())
                .contains("has an ML-Decoder head, which only taggers have");
    }

    private Path images(long... shape) {
        Path file = folder.resolve("x.npy");
        new NpyFile(file).write(Nd4j.rand(DataType.FLOAT, shape));
        return file;
    }

    @Test
    void importsEveryBit() {
        assertThat(Checkpoint.open(imported()).network().params()).isEqualTo(network.params());
    }

    @Test
    void givesOutLogits() {
        Path input = images(10, 3, 64, 64);
        Path output = folder.resolve("out/y.npy");
        Shell.Result result = shell.run("forward", imported(), "--input", input, "--output", output);
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("y.npy  [10, 3]");
        INDArray logits = new NpyFile(output).read();
        INDArray probabilities = network.outputSingle(new NpyFile(input).read());
        assertThat(Transforms.softmax(logits).sub(probabilities).amaxNumber().doubleValue())
                .isLessThan(1e-5);
        assertThat(logits.sumNumber().doubleValue()).isNotCloseTo(10, within(1e-3));
    }

    @Test
    void givesOutTheMapsOfTheStages() {
        Path input = images(2, 3, 64, 96);
        Path output = folder.resolve("y.npy");
        Shell.Result result = shell.run("forward", imported(), "--input", input, "--output", output, "--features");
        assertThat(result.code()).isZero();
        assertThat(new NpyFile(folder.resolve("y_c2.npy")).read().shape()).containsExactly(2, 16, 16, 24);
        assertThat(new NpyFile(folder.resolve("y_c3.npy")).read().shape()).containsExactly(2, 32, 8, 12);
        assertThat(new NpyFile(folder.resolve("y_c4.npy")).read().shape()).containsExactly(2, 256, 4, 6);
        INDArray c5 = new NpyFile(folder.resolve("y_c5.npy")).read();
        assertThat(c5.shape()).containsExactly(2, 512, 2, 3);
        INDArray expected =
                network.feedForward(new NpyFile(input).read(), false).get("body.layer4.0");
        assertThat(c5.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"safetensors", "official-names", "timm"})
    void whatWasExportedCanBeImported(String format) {
        Path exported = folder.resolve(format);
        Shell.Result result = shell.run("export", imported(), "--format", format, "--out", exported);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        StateDict read = WeightsFile.read(exported);
        assertThat(read.tensors()).containsKey(format.equals("timm") ? "body.conv1.bn.weight" : "body.conv1.1.weight");
        assertThat(read.classes()).containsExactly("0", "1", "2");
        Path again = folder.resolve("again.zip");
        assertThat(shell.run("import", exported, "--model", "tiny", "--out", again)
                        .code())
                .isZero();
        double difference = Checkpoint.open(again)
                .network()
                .params()
                .sub(network.params())
                .amaxNumber()
                .doubleValue();
        // the last blocks' scales are 0, and timm's scale cannot be smaller than 1e-5
        assertThat(difference).isLessThanOrEqualTo(format.equals("timm") ? 1e-6 : 0);
    }

    @ParameterizedTest
    @CsvSource({"single, 1", "multi, 0"})
    void predictsWithAnImportedCheckpoint(String labels, int sumsToOne) throws IOException {
        Path names = Files.write(folder.resolve("names.txt"), List.of("cat", "dog", "owl"));
        Path checkpoint = imported("--labels", labels, "--class-names", names.toString(), "--size", "64");
        Path image = folder.resolve("x.png");
        ImageIO.write(new BufferedImage(80, 60, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
        TrainedModel model = TrainedModel.load(Tasks.installed(), checkpoint, List.of());
        PredictionReport report = model.predict(List.of(image), folder.resolve("predictions"));
        JsonNode scores = new ObjectMapper()
                .readTree(report.results().get(0).toFile())
                .get(0)
                .get("scores");
        double sum = 0;
        for (JsonNode score : scores) {
            assertThat(score.get("name").asText()).isIn("cat", "dog", "owl");
            sum += score.get("score").asDouble();
        }
        assertThat(Math.abs(sum - 1) < 1e-5).isEqualTo(sumsToOne == 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import W --model tiny_v2 --out o.zip|holds tiny, but the network is tiny_v2",
                "import missing.pth --model tiny --out o.zip|missing.pth: does not exist",
                "import N --model tiny --out o.zip|is neither a file of PyTorch",
                "import W --model tiny --out o.zip --class-names N|has 3 classes, but there are 1 names",
                "forward C --input N --output y.npy|names.npy: it is not a .npy file",
                "forward C --input S --output y.npy|has the shape [1, 3, 60, 64], expected [N,3,H,W]",
                "forward C --input gone.npy --output y.npy|gone.npy: cannot be read",
                "forward W --input I --output y.npy|tiny.safetensors: not a checkpoint"
            })
    void saysWhatIsWrong(String line, String message) throws IOException {
        Path text = Files.writeString(folder.resolve("names.npy"), "one line, long enough to be looked into");
        Path checkpoint = imported();
        Path small = folder.resolve("small.npy");
        new NpyFile(small).write(Nd4j.zeros(DataType.FLOAT, 1, 3, 60, 64));
        Object[] words = Arrays.stream(line.split(" "))
                .map(word -> switch (word) {
                    case "W" -> weights;
                    case "N" -> text;
                    case "C" -> checkpoint;
                    case "S" -> small;
                    case "I" -> images(1, 3, 64, 64);
                    default -> word;
                })
                .toArray();
        Shell.Result result = shell.run(words);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains(message).doesNotContain("\tat ");
        assertThat(result.err().lines().count()).isOne();
    }

    @Test
    void namesTheFormatsThereAre() {
        Shell.Result result = shell.run("export", imported(), "--format", "pickle", "--out", "x");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("'pickle' is none of safetensors, timm, official-names, onnx");
    }
}
