package org.tresnet4j.examples.heads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.backbone.weights.GraphWeights;
import org.tresnet4j.backbone.weights.Naming;
import org.tresnet4j.backbone.weights.SafetensorsWriter;
import org.tresnet4j.examples.CompiledProgram;
import org.tresnet4j.runner.checkpoint.CheckpointInfo;
import org.tresnet4j.runner.checkpoint.CheckpointWriter;

/** The Java of each section of docs/custom-heads.md compiles and runs, and what it checks holds. */
class DocumentedHeadsTest {

    private static final Path DOCUMENT =
            Path.of("").toAbsolutePath().getParent().resolve("docs/custom-heads.md");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    /** What an editor would import. */
    private static final List<String> IMPORTS = List.of(
            "java.nio.file.Path",
            "java.util.List",
            "org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder",
            "org.deeplearning4j.nn.conf.NeuralNetConfiguration",
            "org.deeplearning4j.nn.conf.graph.ElementWiseVertex",
            "org.deeplearning4j.nn.conf.graph.L2NormalizeVertex",
            "org.deeplearning4j.nn.conf.layers.CnnLossLayer",
            "org.deeplearning4j.nn.conf.layers.ConvolutionLayer",
            "org.deeplearning4j.nn.conf.layers.DenseLayer",
            "org.deeplearning4j.nn.conf.layers.OutputLayer",
            "org.deeplearning4j.nn.conf.layers.Upsampling2D",
            "org.deeplearning4j.nn.graph.ComputationGraph",
            "org.deeplearning4j.nn.transferlearning.*",
            "org.deeplearning4j.nn.weights.WeightInit",
            "org.nd4j.linalg.activations.Activation",
            "org.nd4j.linalg.api.buffer.DataType",
            "org.nd4j.linalg.api.ndarray.INDArray",
            "org.nd4j.linalg.dataset.MultiDataSet",
            "org.nd4j.linalg.factory.Nd4j",
            "org.nd4j.linalg.indexing.NDArrayIndex",
            "org.nd4j.linalg.learning.config.Adam",
            "org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction",
            "org.tresnet4j.backbone.*",
            "org.tresnet4j.backbone.kernel.Computation",
            "org.tresnet4j.backbone.predict.Predictor",
            "org.tresnet4j.backbone.weights.*",
            "org.tresnet4j.runner.checkpoint.Checkpoint");

    private static final String PROGRAM = """
            %s
            public final class Program {
                private static void check(boolean holds) {
                    if (!holds) {
                        throw new AssertionError("a check in the document does not hold");
                    }
                }

                public static void run(Path weights, Path checkpoint) throws Exception {
            %s
                }
            }
            """;

    @TempDir
    static Path folder;

    private static Path weights;
    private static Path checkpoint;

    /** A section with its blocks one after the other. */
    record Section(String title, String code) {

        @Override
        public String toString() {
            return title;
        }
    }

    @BeforeAll
    static void trainedElsewhere() {
        ComputationGraph network = new ComputationGraph(TResNet.of(TResNetVariant.TINY)
                .classes(12)
                .settings(new NeuralNetConfiguration.Builder().seed(1))
                .build());
        network.init();
        weights = folder.resolve("tiny.safetensors");
        SafetensorsWriter.write(GraphWeights.of(network, Naming.OFFICIAL), weights);
        checkpoint = folder.resolve("best.zip");
        new CheckpointWriter()
                .writeModel(checkpoint, network, CheckpointInfo.untrained("classification", List.of(), "task: x", ""));
    }

    static List<Section> sections() throws IOException {
        List<Section> sections = new ArrayList<>();
        for (String section : Files.readString(DOCUMENT).split("\n## ")) {
            String code = BLOCK.matcher(section)
                    .results()
                    .map(block -> block.group(1))
                    .collect(Collectors.joining("\n"));
            if (!code.isEmpty()) {
                sections.add(new Section(section.lines().findFirst().orElseThrow(), code));
            }
        }
        assertThat(sections).hasSizeGreaterThan(3);
        return sections;
    }

    @ParameterizedTest
    @MethodSource("sections")
    void compilesAndRuns(Section section) throws Exception {
        String imports = IMPORTS.stream().map(name -> "import " + name + ";").collect(Collectors.joining("\n"));
        try (CompiledProgram program = CompiledProgram.of(
                "Program", PROGRAM.formatted(imports, section.code()), Files.createTempDirectory(folder, "classes"))) {
            program.type().getMethod("run", Path.class, Path.class).invoke(null, weights, checkpoint);
        } catch (InvocationTargetException e) {
            throw new AssertionError(section + ": " + e.getCause(), e.getCause());
        }
    }
}
