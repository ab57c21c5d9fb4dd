package org.tresnet4j.backbone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.kernel.KernelChoice;
import org.tresnet4j.backbone.kernel.Precision;

/**
 * The network agrees with an independent PyTorch implementation on the same parameters and images.
 *
 * <p>In float both implementations of the kernels have to: the fastest that the machine has, and ND4J's, which also
 * computes in double.
 *
 * <p>{@code golden/} holds the reference's float32 results, {@code golden/float64/} those of the same script in double
 * precision. In the deep variants, on 64 pixels, float32 itself moves gradients: the reference's own float32 norms are up
 * to 2·10⁻² from its float64 ones (sums up to 0.5 of the norm), and those of ND4J's kernels up to 2.2·10⁻². There the mathematics is settled in double.
 */
class GoldenParityTest {

    private static final double FLOAT = 1e-4;
    private static final double DOUBLE = 1e-7;

    private SoftAssertions softly = new SoftAssertions();

    @AfterEach
    void report() {
        softly.assertAll();
    }

    @ParameterizedTest
    @CsvSource({
        "tiny,AUTO",
        "tiny_v2,AUTO",
        "tresnet_m,AUTO",
        "tresnet_l,AUTO",
        "tiny,ND4J",
        "tiny_v2,ND4J",
        "tresnet_m,ND4J"
    })
    void featuresAndLogitsInFloat(String variant, KernelChoice kernels) throws IOException {
        JsonNode golden = golden(variant);
        compareEvaluation(network(golden, kernels), golden, FLOAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "tiny_v2", "tresnet_m", "tresnet_l"})
    void featuresAndLogitsInDouble(String variant) throws IOException {
        JsonNode golden = golden("float64/" + variant);
        compareEvaluation(network(golden, DataType.DOUBLE), golden, DOUBLE);
    }

    @ParameterizedTest
    @CsvSource({
        "tiny,AUTO,1e-4",
        "tiny_v2,AUTO,1e-4",
        "tresnet_m,AUTO,2e-2",
        "tresnet_l,AUTO,2e-2",
        "tiny,ND4J,1e-4",
        "tiny_v2,ND4J,1e-4",
        "tresnet_m,ND4J,3e-2"
    })
    void lossGradientsAndRunningStatisticsInFloat(String variant, KernelChoice kernels, double gradientTolerance)
            throws IOException {
        JsonNode golden = golden("float64/" + variant);
        ComputationGraph network = network(golden, kernels);
        Map<String, INDArray> gradients = gradients(network, golden);
        compareLossAndRunning(network, gradients, golden, FLOAT);
        boolean sums = gradientTolerance <= FLOAT;
        compareGradients(network, gradients, golden, gradientTolerance, sums);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "tiny_v2", "tresnet_m", "tresnet_l"})
    void lossGradientsAndRunningStatisticsInDouble(String variant) throws IOException {
        JsonNode golden = golden("float64/" + variant);
        ComputationGraph network = network(golden, DataType.DOUBLE);
        Map<String, INDArray> gradients = gradients(network, golden);
        compareLossAndRunning(network, gradients, golden, DOUBLE);
        compareGradients(network, gradients, golden, DOUBLE, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "tiny_v2", "tresnet_m", "tresnet_l"})
    void lossAndRunningStatisticsOfTheFloatReference(String variant) throws IOException {
        JsonNode golden = golden(variant);
        ComputationGraph network = network(golden, DataType.FLOAT);
        compareLossAndRunning(network, gradients(network, golden), golden, FLOAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "tiny_v2", "tresnet_m", "tresnet_l"})
    void gradientOfTheImagesInDouble(String variant) throws IOException {
        JsonNode golden = golden("float64/" + variant);
        EpsilonProbe probe = new EpsilonProbe();
        TResNetVariant tested = TResNetVariant.named(variant);
        ComputationGraph network =
                ReferenceNetwork.create(tested, golden.get("classes").asInt(), DataType.DOUBLE, Optional.of(probe));
        gradients(network, golden);
        INDArray mean = probe.epsilon().div(batch(golden));
        compareMap("input", mean, golden.at("/train/input_gradient"), DOUBLE);
    }

    private void compareEvaluation(ComputationGraph network, JsonNode golden, double tolerance) {
        INDArray images = input(golden, network.params().dataType());
        Map<String, INDArray> activations = network.feedForward(images, false);
        TResNetVariant variant = TResNetVariant.named(golden.get("variant").asText());
        for (int stage = 0; stage < TResNetVariant.STAGES; stage++) {
            String node = "body.layer" + (stage + 1) + "." + (variant.depths().get(stage) - 1);
            String level = "C" + (stage + 2);
            compareMap(level, activations.get(node), golden.at("/eval/" + level), tolerance);
        }
        INDArray logits = activations
                .get(TResNet.POOL)
                .mmul(network.getParam("head.fc_W"))
                .addRowVector(network.getParam("head.fc_b"));
        compareMap("logits", logits, golden.at("/eval/logits"), tolerance);
    }

    private void compareLossAndRunning(
            ComputationGraph network, Map<String, INDArray> gradients, JsonNode golden, double tolerance) {
        double loss = golden.at("/train/loss").asDouble();
        softly.assertThat(network.score() / batch(golden)).as("loss").isCloseTo(loss, Offset.offset(tolerance * loss));
        ReferenceNetwork.officialNames(network).forEach((key, name) -> {
            if (name.contains("running")) {
                INDArray moved = network.getParam(key).sub(gradients.get(key));
                compareNorm(name, moved, golden.at("/train/running").get(name), tolerance);
                compareSum(name, moved, golden.at("/train/running").get(name), tolerance);
            }
        });
    }

    private void compareGradients(
            ComputationGraph network,
            Map<String, INDArray> gradients,
            JsonNode golden,
            double tolerance,
            boolean sums) {
        ReferenceNetwork.officialNames(network).forEach((key, name) -> {
            if (!name.contains("running")) {
                INDArray mean = gradients.get(key).div(batch(golden));
                compareNorm(name, mean, golden.at("/train/gradients").get(name), tolerance);
                if (sums) {
                    compareSum(name, mean, golden.at("/train/gradients").get(name), tolerance);
                }
            }
        });
    }

    private void compareMap(String what, INDArray actual, JsonNode expected, double tolerance) {
        compareNorm(what, actual, expected, tolerance);
        compareSum(what, actual, expected, tolerance);
        INDArray flat = actual.dup('c').reshape(actual.length());
        double largest = Math.abs(expected.get("max").asDouble());
        for (int i = 0; i < expected.get("at").size(); i++) {
            int at = expected.get("at").get(i).asInt();
            softly.assertThat(flat.getDouble(at))
                    .as(what + "[" + at + "]")
                    .isCloseTo(expected.get("values").get(i).asDouble(), Offset.offset(tolerance * largest));
        }
    }

    private void compareNorm(String what, INDArray actual, JsonNode expected, double tolerance) {
        double norm = expected.get("l2").asDouble();
        softly.assertThat(actual.castTo(DataType.DOUBLE).norm2Number().doubleValue())
                .as(what + " norm")
                .isCloseTo(norm, Offset.offset(tolerance * norm));
    }

    /** A sum near zero is compared on the scale of the norm. */
    private void compareSum(String what, INDArray actual, JsonNode expected, double tolerance) {
        double sum = expected.get("sum").asDouble();
        double scale = Math.max(expected.get("l2").asDouble(), Math.abs(sum));
        softly.assertThat(actual.castTo(DataType.DOUBLE).sumNumber().doubleValue())
                .as(what + " sum")
                .isCloseTo(sum, Offset.offset(tolerance * scale));
    }

    private static Map<String, INDArray> gradients(ComputationGraph network, JsonNode golden) {
        DataType type = network.params().dataType();
        INDArray labels = Nd4j.zeros(type, batch(golden), golden.get("classes").asInt());
        for (int i = 0; i < batch(golden); i++) {
            labels.putScalar(i, golden.at("/train/labels").get(i).asInt(), 1);
        }
        network.setInputs(input(golden, type));
        network.setLabels(labels);
        network.computeGradientAndScore();
        return network.gradient().gradientForVariable();
    }

    private static JsonNode golden(String name) throws IOException {
        try (InputStream file = GoldenParityTest.class.getResourceAsStream("/golden/" + name + ".json")) {
            return new ObjectMapper().readTree(file);
        }
    }

    private static ComputationGraph network(JsonNode golden, KernelChoice kernels) {
        ComputationGraph network = network(golden, DataType.FLOAT);
        TResNet.setComputation(network, new Computation(kernels, Precision.FLOAT32));
        return network;
    }

    private static ComputationGraph network(JsonNode golden, DataType type) {
        return ReferenceNetwork.create(
                TResNetVariant.named(golden.get("variant").asText()),
                golden.get("classes").asInt(),
                type);
    }

    private static int batch(JsonNode golden) {
        return golden.get("batch").asInt();
    }

    private static INDArray input(JsonNode golden, DataType type) {
        int size = golden.get("size").asInt();
        return Hashed.array(type, "input", 0.5, 0.5, batch(golden), 3, size, size);
    }
}
