package org.tresnet4j.multilabel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.LinearHead;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.multilabel.loss.AsymmetricLoss;

/** The Java example of the README compiles, runs, and is the code below. */
class ReadmeTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void theExampleRuns() {
        INDArray images = Nd4j.rand(DataType.FLOAT, 2, 3, 64, 64);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 2, 80);
        // example
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .updater(new Adam(1e-3))
                .miniBatch(false)
                .graphBuilder()
                .addInputs("image");
        Features features = TResNet.addTo(graph, "image", TResNetVariant.M); // C2..C5: node, channels, stride
        String tags = LinearHead.addTo(graph, features, 80, Activation.SIGMOID, new AsymmetricLoss());
        ComputationGraph network = new ComputationGraph(graph.setOutputs(tags).build());
        network.init();
        network.fit(new MultiDataSet(images, labels)); // [N,3,H,W] RGB in [0,1], [N,80]
        INDArray probabilities = network.outputSingle(images);
        // end
        assertThat(probabilities.shape()).containsExactly(2, 80);
        assertThat(features.level("C4").channels()).isEqualTo(1024);
    }

    @Test
    void theExampleIsTheReadmes() throws IOException {
        String readme = between(Files.readString(ROOT.resolve("README.md")), "```java\n", "```");
        String source =
                Files.readString(ROOT.resolve("multilabel/src/test/java/org/tresnet4j/multilabel/ReadmeTest.java"));
        assertThat(packed(readme)).isEqualTo(packed(between(source, "// example\n", "// end")));
    }

    private static String between(String text, String from, String to) {
        Matcher matcher = Pattern.compile(Pattern.quote(from) + "(.*?)" + Pattern.quote(to), Pattern.DOTALL)
                .matcher(text);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    /** Line breaks are the formatter's affair. */
    private static String packed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
