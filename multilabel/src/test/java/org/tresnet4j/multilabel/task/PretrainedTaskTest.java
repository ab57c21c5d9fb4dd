package org.tresnet4j.multilabel.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.backbone.weights.GraphWeights;
import org.tresnet4j.backbone.weights.LoadReport;
import org.tresnet4j.backbone.weights.Naming;
import org.tresnet4j.backbone.weights.SafetensorsWriter;
import org.tresnet4j.backbone.weights.StateDict;
import org.tresnet4j.backbone.weights.WeightsException;
import org.tresnet4j.backbone.weights.WeightsFile;
import org.tresnet4j.multilabel.head.MlDecoder;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.config.Tasks;

/** The key {@code weights}: what a tagger's network starts from. */
class PretrainedTaskTest {

    private static final int CLASSES = 4;

    @TempDir
    private Path folder;

    private Path file;
    private ComputationGraph pretrained;

    @BeforeEach
    void write() {
        Nd4j.getRandom().setSeed(11);
        pretrained = new ComputationGraph(
                TResNet.of(TResNetVariant.TINY).classes(CLASSES).build());
        pretrained.init();
        file = folder.resolve("tiny.safetensors");
        SafetensorsWriter.write(GraphWeights.of(pretrained, Naming.OFFICIAL), file);
    }

    private static Experiment<?> experiment(String... overrides) {
        return new ConfigLoader(Tasks.installed()).load(Shapes.CONFIGS.resolve("tiny-shapes.yaml"), List.of(overrides));
    }

    private static ComputationGraph network(int classes, String... overrides) {
        return experiment(overrides)
                .createTask(Collections.nCopies(classes, "class"))
                .network(new NeuralNetConfiguration.Builder().seed(3));
    }

    @Test
    void loadsBackboneAndHeadOfAsManyClasses() {
        assertThat(network(CLASSES, "weights=" + file).params()).isEqualTo(pretrained.params());
    }

    @Test
    void keepsAFreshHeadForOtherClasses() {
        ComputationGraph network = network(7, "weights=" + file);
        assertThat(network.getParam("body.conv1_W")).isEqualTo(pretrained.getParam("body.conv1_W"));
        assertThat(network.getParam("head.fc_W")).isEqualTo(network(7).getParam("head.fc_W"));
    }

    @Test
    void loadsTheBackboneBehindAnMlDecoder() {
        ComputationGraph network = decoder(CLASSES);
        ComputationGraph fresh = decoder(CLASSES);
        LoadReport report = GraphWeights.load(WeightsFile.read(file), network);
        assertThat(network.getParam("body.conv1_W")).isEqualTo(pretrained.getParam("body.conv1_W"));
        assertThat(network.getLayer(MlDecoder.NODE).params())
                .isEqualTo(fresh.getLayer(MlDecoder.NODE).params());
        assertThat(report.kept()).contains("head.decoder_queries", "head.decoder_classes.W");
        assertThat(report.skipped())
                .containsExactly(
                        "head.fc.weight (the network has no such head)", "head.fc.bias (the network has no such head)");
    }

    @Test
    void loadsAnMlDecoderByTheAuthorsNames() {
        ComputationGraph trained = decoder(CLASSES);
        trained.params().addi(0.25);
        Path decoderFile = folder.resolve("decoder.safetensors");
        StateDict weights = GraphWeights.of(trained, Naming.OFFICIAL);
        assertThat(weights.tensors())
                .containsKeys(
                        "head.decoder.query_embed.weight",
                        "head.decoder.layers.0.multihead_attn.in_proj_weight",
                        "head.decoder.duplicate_pooling_bias");
        assertThat(GraphWeights.classes(weights)).hasValue(CLASSES);
        SafetensorsWriter.write(weights, decoderFile);
        assertThat(decoder(CLASSES, "weights=" + decoderFile).params()).isEqualTo(trained.params());
    }

    @Test
    void keepsAFreshMlDecoderForOtherClasses() {
        StateDict weights = GraphWeights.of(decoder(CLASSES), Naming.OFFICIAL);
        ComputationGraph network = decoder(7);
        INDArray before = network.getLayer(MlDecoder.NODE).params().dup();
        LoadReport report = GraphWeights.load(weights, network);
        assertThat(network.getLayer(MlDecoder.NODE).params()).isEqualTo(before);
        assertThat(report.mismatched())
                .contains("head.decoder.duplicate_pooling_bias: has the shape [4], the network wants [7]");
    }

    @Test
    void namesTheSizesOfADifferentMlDecoder() {
        StateDict weights = GraphWeights.of(decoder(CLASSES), Naming.OFFICIAL);
        ComputationGraph network = decoder(CLASSES, "model.decoder.hidden=48");
        assertThatThrownBy(() -> GraphWeights.load(weights, network))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(
                        "head.decoder.layers.0.linear1.weight: has the shape [32, 16], the network wants [48, 16]");
    }

    private static ComputationGraph decoder(int classes, String... overrides) {
        List<String> all =
                new ArrayList<>(List.of("model.head=ml-decoder", "model.decoder.width=16", "model.decoder.groups=3"));
        all.addAll(List.of(overrides));
        if (all.stream().noneMatch(override -> override.startsWith("model.decoder.hidden"))) {
            all.add("model.decoder.hidden=32");
        }
        return network(classes, all.toArray(String[]::new));
    }

    @Test
    void startsFromChanceWithoutTheKey() {
        assertThat(network(CLASSES).getParam("body.conv1_W")).isNotEqualTo(pretrained.getParam("body.conv1_W"));
    }

    @Test
    void pathsStartFromTheWorkingDirectory() {
        Path relative = Path.of("").toAbsolutePath().relativize(file.toAbsolutePath());
        assertThat(network(CLASSES, "weights=" + relative).params()).isEqualTo(pretrained.params());
    }

    @Test
    void theResolvedConfigurationReadsBack() {
        for (String source : List.of(file.toString(), "https://example.org/x.pth#sha256=" + "0".repeat(64))) {
            Experiment<?> written = experiment("weights=" + source);
            Experiment<?> read = new ConfigLoader(Tasks.installed()).parse("resolved", written.toYaml(), List.of());
            assertThat(read.task()).isEqualTo(written.task());
            assertThat(((MultiLabelConfig) read.task()).weights()).contains(source);
        }
    }

    @Test
    void namesAMissingFile() {
        assertThatThrownBy(() -> network(CLASSES, "weights=gone.pth"))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("gone.pth: does not exist");
    }

    @Test
    void namesTheVariantOfTheFile() {
        assertThatThrownBy(() -> network(CLASSES, "weights=" + file, "model.variant=tiny_v2"))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("holds tiny, but the network is tiny_v2");
    }
}
