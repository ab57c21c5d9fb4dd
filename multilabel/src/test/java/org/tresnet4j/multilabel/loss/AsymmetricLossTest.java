package org.tresnet4j.multilabel.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.multilabel.loss.AsymmetricLoss.Reduction;

class AsymmetricLossTest {

    private static final double GOLDEN = 1e-9;

    @Test
    void agreesWithTheReferencesValuesAndGradients() throws IOException {
        JsonNode golden = golden();
        INDArray logits = matrix(golden.get("logits"));
        INDArray labels = matrix(golden.get("labels"));
        assertThat(golden.get("cases")).hasSize(10);
        for (JsonNode expected : golden.get("cases")) {
            AsymmetricLoss loss = new AsymmetricLoss(
                    expected.get("gamma_pos").asDouble(),
                    expected.get("gamma_neg").asDouble(),
                    expected.get("clip").asDouble(),
                    expected.get("through_focus").asBoolean(),
                    Reduction.SUM);
            double value = loss.computeScore(labels, logits, new ActivationSigmoid(), null, false);
            double expectedValue = expected.get("loss").asDouble();
            assertThat(value).as(loss.toString()).isCloseTo(expectedValue, within(GOLDEN * expectedValue));
            INDArray gradient = loss.computeGradient(labels, logits, new ActivationSigmoid(), null);
            JsonNode expectedGradient = expected.get("gradient").get(0);
            for (int i = 0; i < expectedGradient.size(); i++) {
                assertThat(gradient.getDouble(i / 7, i % 7))
                        .as(loss + " gradient " + i)
                        .isCloseTo(expectedGradient.get(i).asDouble(), within(GOLDEN));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,4,0.05", "1,4,0.05", "0,0,0", "2,3,0.2", "2,1,0"})
    void throughTheFocusTheGradientIsThatOfTheCost(double gammaPositive, double gammaNegative, double clip) {
        AsymmetricLoss loss = new AsymmetricLoss(gammaPositive, gammaNegative, clip, true, Reduction.SUM);
        for (double logit = -5.03; logit < 6; logit += 0.37) {
            for (boolean positive : new boolean[] {true, false}) {
                double step = 1e-6;
                double numeric = (loss.cost(logit + step, positive) - loss.cost(logit - step, positive)) / (2 * step);
                assertThat(loss.slope(logit, positive)).isCloseTo(numeric, within(1e-6));
            }
        }
    }

    @Test
    void staysFiniteAtExtremeLogits() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            double logit = random.nextDouble(-1000, 1000);
            for (boolean through : new boolean[] {true, false}) {
                AsymmetricLoss loss = new AsymmetricLoss(
                        random.nextInt(3), random.nextInt(5), random.nextInt(2) * 0.05, through, Reduction.SUM);
                assertThat(loss.cost(logit, random.nextBoolean())).isFinite().isGreaterThanOrEqualTo(-0.0);
                assertThat(loss.slope(logit, random.nextBoolean())).isFinite();
            }
        }
    }

    @Test
    void averagesOverTheBatchWhenAsked() throws IOException {
        JsonNode golden = golden();
        INDArray logits = matrix(golden.get("logits"));
        INDArray labels = matrix(golden.get("labels"));
        AsymmetricLoss sum = new AsymmetricLoss(0, 4, 0.05, false, Reduction.SUM);
        AsymmetricLoss mean = new AsymmetricLoss(0, 4, 0.05, false, Reduction.MEAN_OVER_BATCH);
        assertThat(mean.computeScore(labels, logits, null, null, false))
                .isCloseTo(sum.computeScore(labels, logits, null, null, false) / 4, within(1e-12));
        assertThat(mean.computeGradient(labels, logits, null, null)
                        .muli(4)
                        .equalsWithEps(sum.computeGradient(labels, logits, null, null), 1e-12))
                .isTrue();
    }

    @Test
    void survivesTheJsonOfALayer() {
        AsymmetricLoss loss = new AsymmetricLoss(1, 3, 0.1, true, Reduction.MEAN_OVER_BATCH);
        NeuralNetConfiguration layer = new NeuralNetConfiguration.Builder()
                .layer(new OutputLayer.Builder(loss).nIn(2).nOut(2).build())
                .build();
        NeuralNetConfiguration read = NeuralNetConfiguration.fromJson(layer.toJson());
        assertThat(((OutputLayer) read.getLayer()).getLossFn()).isEqualTo(loss);
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> new AsymmetricLoss(-1, 4, 0.05, false, Reduction.SUM))
                .hasMessageContaining("must not be negative");
        assertThatThrownBy(() -> new AsymmetricLoss(0, 4, 1, false, Reduction.SUM))
                .hasMessageContaining("clip 1.0 must be in [0,1)");
        assertThatThrownBy(() -> new AsymmetricLoss()
                        .computeScore(Nd4j.zeros(2, 3), Nd4j.zeros(2, 4), new ActivationSigmoid(), null, false))
                .hasMessageContaining("same shape");
    }

    private static JsonNode golden() throws IOException {
        try (InputStream file = AsymmetricLossTest.class.getResourceAsStream("/golden/asl.json")) {
            return new ObjectMapper().readTree(file).get("asl");
        }
    }

    private static INDArray matrix(JsonNode values) {
        double[] numbers = IntStream.range(0, values.size())
                .mapToDouble(i -> values.get(i).asDouble())
                .toArray();
        return Nd4j.create(numbers, new long[] {4, 7}, DataType.DOUBLE);
    }
}
