package org.tresnet4j.multilabel.head;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.tresnet4j.backbone.EpsilonProbe;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.Hashed;

/**
 * The head agrees with PyTorch's own modules on the same parameters and maps: {@code golden/ml_decoder.py} made the
 * numbers. In "uneven" the last group is not full, in "full" each class has a group of its own.
 */
class MlDecoderGoldenTest {

    private static final String MAPS = "maps";
    private static final String PROBE = "C5";

    private final EpsilonProbe probe = new EpsilonProbe();

    @ParameterizedTest
    @CsvSource({"uneven,DOUBLE,1e-9", "full,DOUBLE,1e-9", "uneven,FLOAT,1e-4", "full,FLOAT,1e-4"})
    void agreesWithPyTorch(String name, DataType type, double tolerance) throws IOException {
        JsonNode golden = golden(name);
        ComputationGraph network = network(golden, name, type);
        INDArray maps = maps(golden, name, type);
        SoftAssertions softly = new SoftAssertions();

        INDArray logits = network.feedForward(maps, false).get(MlDecoder.NODE);
        compare(softly, "logits", logits, golden.get("logits"), tolerance);

        network.setInputs(maps);
        network.setLabels(labels(golden, name, type));
        network.computeGradientAndScore();
        Map<String, INDArray> gradients = network.gradient().gradientForVariable();
        MlDecoderParameters.OFFICIAL_NAMES.forEach((parameter, official) -> {
            INDArray gradient = gradients.get(MlDecoder.NODE + "_" + parameter);
            if (parameter.equals(MlDecoderParameters.QUERIES)) {
                softly.assertThat(gradient.norm2Number().doubleValue()).isZero();
            } else {
                compare(softly, official, gradient, golden.at("/gradients").get("head.decoder." + official), tolerance);
            }
        });
        compare(softly, "maps", probe.epsilon(), golden.get("mapsGradient"), tolerance);
        softly.assertAll();
    }

    private static void compare(
            SoftAssertions softly, String what, INDArray actual, JsonNode expected, double tolerance) {
        softly.assertThat(actual.length()).as(what).isEqualTo(expected.size());
        INDArray flat = actual.dup('c').reshape(actual.length());
        for (int i = 0; i < expected.size(); i++) {
            double value = expected.get(i).asDouble();
            softly.assertThat(flat.getDouble(i))
                    .as(what + "[" + i + "]")
                    .isCloseTo(value, Offset.offset(tolerance * Math.max(1, Math.abs(value))));
        }
    }

    private ComputationGraph network(JsonNode golden, String name, DataType type) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .dataType(type)
                .updater(new Sgd(1))
                .miniBatch(false)
                .graphBuilder()
                .addInputs(MAPS);
        graph.addLayer(PROBE, new ActivationLayer(probe), MAPS);
        Features features = new Features(List.of(new Features.Level(PROBE, PROBE, size(golden, "features"), 32)));
        DecoderSize size = new DecoderSize(
                size(golden, "groups"), size(golden, "width"), size(golden, "heads"), size(golden, "hidden"));
        String output = MlDecoder.addTo(graph, features, size(golden, "classes"), size, 0, new LossBinaryXENT(0.0));
        ComputationGraph network = new ComputationGraph(graph.setOutputs(output).build());
        network.init();
        network.paramTable().forEach((key, parameter) -> fill(name, key, parameter));
        return network;
    }

    /** As the script does it. */
    private static void fill(String name, String key, INDArray parameter) {
        String official = MlDecoderParameters.OFFICIAL_NAMES.get(key.substring(key.lastIndexOf('_') + 1));
        boolean scale = official.contains(".norm") && official.endsWith("weight");
        double range = scale ? 0.3 : official.contains("query_embed") ? 1 : 0.5;
        parameter.assign(Hashed.array(
                parameter.dataType(), name + ".head.decoder." + official, range, scale ? 1 : 0, parameter.shape()));
    }

    private static INDArray maps(JsonNode golden, String name, DataType type) {
        return Hashed.array(
                type,
                name + ".maps",
                1,
                0,
                size(golden, "images"),
                size(golden, "features"),
                size(golden, "height"),
                size(golden, "width_px"));
    }

    private static INDArray labels(JsonNode golden, String name, DataType type) {
        return Hashed.array(type, name + ".labels", 1, 0, size(golden, "images"), size(golden, "classes"))
                .gt(0)
                .castTo(type);
    }

    private static int size(JsonNode golden, String what) {
        return golden.get(what).asInt();
    }

    private static JsonNode golden(String name) throws IOException {
        try (InputStream file = MlDecoderGoldenTest.class.getResourceAsStream("/golden/ml_decoder.json")) {
            JsonNode golden = new ObjectMapper().readTree(file).get(name);
            assertThat(golden).as(name).isNotNull();
            return golden;
        }
    }
}
