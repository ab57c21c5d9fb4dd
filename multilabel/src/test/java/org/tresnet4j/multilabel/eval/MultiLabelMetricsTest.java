package org.tresnet4j.multilabel.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MultiLabelMetricsTest {

    @Test
    void averagePrecisionSumsThePrecisionAtEachPositive() {
        MultiLabelMetrics metrics = new MultiLabelMetrics(1);
        add(metrics, 0.9f, true);
        add(metrics, 0.8f, false);
        add(metrics, 0.7f, true);
        add(metrics, 0.1f, false);
        assertThat(metrics.averagePrecision(0)).isCloseTo(100 * (1 + 2 / 3.0) / 2, within(1e-5));
    }

    @Test
    void aClassWithoutPositivesCountsAsZero() {
        MultiLabelMetrics metrics = new MultiLabelMetrics(2);
        metrics.add(new float[] {0.9f, 0.3f}, new boolean[] {true, false});
        assertThat(metrics.averagePrecision(1)).isZero();
        assertThat(metrics.meanAveragePrecision()).isCloseTo(50, within(1e-5));
    }

    @Test
    void aPerfectRankingIsAHundred() {
        MultiLabelMetrics metrics = new MultiLabelMetrics(1);
        add(metrics, 0.2f, true);
        add(metrics, 0.1f, false);
        assertThat(metrics.meanAveragePrecision()).isCloseTo(100, within(1e-5));
    }

    @Test
    void countsAtAThresholdStrictly() {
        MultiLabelMetrics metrics = new MultiLabelMetrics(2);
        metrics.add(new float[] {0.6f, 0.5f}, new boolean[] {true, true});
        metrics.add(new float[] {0.7f, 0.2f}, new boolean[] {false, false});
        metrics.add(new float[] {0.1f, 0.9f}, new boolean[] {true, true});
        Map<String, Double> numbers = metrics.all(0.5);
        // class 0: two predicted, one right, two there; class 1: one predicted, right, two there
        assertThat(numbers.get("CP")).isCloseTo(75, within(1e-9));
        assertThat(numbers.get("CR")).isCloseTo(50, within(1e-9));
        assertThat(numbers.get("CF1")).isCloseTo(60, within(1e-9));
        assertThat(numbers.get("CF1_mean")).isCloseTo((50 + 200 / 3.0) / 2, within(1e-9));
        assertThat(numbers.get("OP")).isCloseTo(200 / 3.0, within(1e-9));
        assertThat(numbers.get("OR")).isCloseTo(50, within(1e-9));
        assertThat(numbers.get("OF1")).isCloseTo(400 / 7.0, within(1e-9));
    }

    @Test
    void countsTheThreeBestOfEachImage() {
        MultiLabelMetrics metrics = new MultiLabelMetrics(4);
        metrics.add(new float[] {0.1f, 0.4f, 0.3f, 0.2f}, new boolean[] {true, true, false, false});
        Map<String, Double> numbers = metrics.all(0.5);
        assertThat(numbers.get("top3_OP")).isCloseTo(100 / 3.0, within(1e-9));
        assertThat(numbers.get("top3_OR")).isCloseTo(50, within(1e-9));
        assertThat(numbers.get("OP")).isZero();
    }

    @Test
    void agreesWithTheDefinitionOnRandomPredictions() {
        SplittableRandom random = new SplittableRandom(7);
        int images = 300;
        MultiLabelMetrics metrics = new MultiLabelMetrics(5);
        float[][] scores = new float[images][5];
        boolean[][] labels = new boolean[images][5];
        for (int n = 0; n < images; n++) {
            for (int c = 0; c < 5; c++) {
                scores[n][c] = (float) random.nextDouble();
                labels[n][c] = random.nextDouble() < 0.3;
            }
            metrics.add(scores[n], labels[n]);
        }
        for (int c = 0; c < 5; c++) {
            double sum = 0;
            int positives = 0;
            for (int n = 0; n < images; n++) {
                if (labels[n][c]) {
                    positives++;
                    int better = 0;
                    int right = 0;
                    for (int m = 0; m < images; m++) {
                        if (scores[m][c] >= scores[n][c]) {
                            better++;
                            right += labels[m][c] ? 1 : 0;
                        }
                    }
                    sum += right / (double) better;
                }
            }
            assertThat(metrics.averagePrecision(c)).isCloseTo(100 * sum / positives, within(1e-4));
        }
    }

    @Test
    void refusesAnotherNumberOfClasses() {
        assertThatThrownBy(() -> new MultiLabelMetrics(3).add(new float[2], new boolean[3]))
                .hasMessageContaining("expected 3 classes, not 2 probabilities");
    }

    private static void add(MultiLabelMetrics metrics, float score, boolean label) {
        metrics.add(new float[] {score}, new boolean[] {label});
    }
}
