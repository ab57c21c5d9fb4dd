package org.tresnet4j.classification.loss;

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
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SingleLabelLossTest {

    @Test
    void agreesWithTheReferencesValueAndGradient() throws IOException {
        JsonNode golden = golden();
        INDArray logits = Nd4j.create(numbers(golden.get("logits")), new long[] {4, 7}, DataType.DOUBLE);
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, 4, 7);
        for (int n = 0; n < 4; n++) {
            labels.putScalar(n, golden.get("labels").get(n).asInt(), 1);
        }
        SingleLabelLoss loss = new SingleLabelLoss(
                golden.get("gamma_pos").asDouble(),
                golden.get("gamma_neg").asDouble(),
                golden.get("smoothing").asDouble());
        assertThat(loss.computeScore(labels, logits, new ActivationSoftmax(), null, false))
                .isCloseTo(golden.get("loss").asDouble(), within(1e-12));
        double[] gradient = loss.computeGradient(labels, logits, new ActivationSoftmax(), null)
                .dup('c')
                .data()
                .asDouble();
        assertThat(gradient).containsExactly(numbers(golden.get("gradient").get(0)), within(1e-12));
    }

    /** What PyTorch's {@code cross_entropy} says, with label_smoothing 0.1 and of a mixture of two classes. */
    @Test
    void crossEntropyAgreesWithPyTorch() {
        double[] logits = {1, -2, 0.5, 3};
        double[] third = {0, 0, 1, 0};
        double[] mixed = {0.25, 0, 0.75, 0};
        assertThat(SingleLabelLoss.crossEntropy(0).cost(logits, third)).isCloseTo(2.7022534476793516, within(1e-12));
        assertThat(SingleLabelLoss.crossEntropy(0.1).cost(logits, third)).isCloseTo(2.689753447679352, within(1e-12));
        assertThat(SingleLabelLoss.crossEntropy(0.1).cost(logits, mixed)).isCloseTo(2.5772534476793516, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "0,0,0.1", "0,4,0.1", "1,4,0", "2,1,0.2", "0.5,0.5,0.1"})
    void theGradientIsThatOfTheCost(double gammaPositive, double gammaNegative, double smoothing) {
        SingleLabelLoss loss = new SingleLabelLoss(gammaPositive, gammaNegative, smoothing);
        SplittableRandom random = new SplittableRandom(5);
        for (double part : new double[] {1, 0.7, 0.5}) {
            double[] logits = random.doubles(6, -4, 4).toArray();
            double[] labels = {0, part, 0, 1 - part, 0, 0};
            double[] slopes = loss.slopes(logits, labels);
            for (int c = 0; c < logits.length; c++) {
                double step = 1e-6;
                double[] up = logits.clone();
                double[] down = logits.clone();
                up[c] += step;
                down[c] -= step;
                double numeric = (loss.cost(up, labels) - loss.cost(down, labels)) / (2 * step);
                assertThat(slopes[c]).isCloseTo(numeric, within(1e-8));
            }
        }
    }

    @Test
    void staysFiniteAtExtremeLogits() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            double[] logits = random.doubles(5, -1000, 1000).toArray();
            double[] labels = new double[5];
            labels[random.nextInt(5)] = 1;
            SingleLabelLoss loss =
                    new SingleLabelLoss(random.nextInt(5) / 2.0, random.nextInt(9) / 2.0, random.nextInt(2) * 0.1);
            assertThat(loss.cost(logits, labels)).isFinite().isGreaterThanOrEqualTo(-0.0);
            assertThat(loss.slopes(logits, labels)).doesNotContain(Double.NaN);
            assertThat(IntStream.range(0, 5).mapToDouble(c -> Math.abs(loss.slopes(logits, labels)[c])))
                    .allMatch(Double::isFinite);
        }
    }

    @Test
    void survivesTheJsonOfALayer() {
        SingleLabelLoss loss = new SingleLabelLoss(1, 3, 0.1);
        NeuralNetConfiguration layer = new NeuralNetConfiguration.Builder()
                .layer(new OutputLayer.Builder(loss).nIn(2).nOut(2).build())
                .build();
        NeuralNetConfiguration read = NeuralNetConfiguration.fromJson(layer.toJson());
        assertThat(((OutputLayer) read.getLayer()).getLossFn()).isEqualTo(loss);
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> new SingleLabelLoss(-1, 4, 0)).hasMessageContaining("must not be negative");
        assertThatThrownBy(() -> new SingleLabelLoss(0, 4, 1)).hasMessageContaining("smoothing 1.0 must be in [0,1)");
        assertThatThrownBy(() -> new SingleLabelLoss()
                        .computeScore(Nd4j.zeros(2, 3), Nd4j.zeros(2, 4), new ActivationSoftmax(), null, false))
                .hasMessageContaining("same shape");
    }

    private static JsonNode golden() throws IOException {
        try (InputStream file = SingleLabelLossTest.class.getResourceAsStream("/golden/asl_single.json")) {
            return new ObjectMapper().readTree(file);
        }
    }

    private static double[] numbers(JsonNode values) {
        return IntStream.range(0, values.size())
                .mapToDouble(i -> values.get(i).asDouble())
                .toArray();
    }
}
