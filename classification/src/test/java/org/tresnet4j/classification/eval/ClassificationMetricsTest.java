package org.tresnet4j.classification.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassificationMetricsTest {

    private static final float[] DESCENDING = {7, 6, 5, 4, 3, 2, 1};

    @Test
    void theLabelIsRightWhereItIsTheBest() {
        ClassificationMetrics metrics = new ClassificationMetrics(7);
        metrics.add(DESCENDING, 0);
        metrics.add(DESCENDING, 4);
        metrics.add(DESCENDING, 5);
        metrics.add(DESCENDING, 6);
        assertThat(metrics.top1()).isEqualTo(25);
        assertThat(metrics.top5()).isEqualTo(50);
    }

    @Test
    void accuracyOfAClassIsOverItsImages() {
        ClassificationMetrics metrics = new ClassificationMetrics(3);
        metrics.add(new float[] {1, 0, 0}, 0);
        metrics.add(new float[] {0, 1, 0}, 0);
        metrics.add(new float[] {0, 1, 0}, 1);
        metrics.add(new float[] {0, 1, 0}, 1);
        metrics.add(new float[] {0, 1, 0}, 1);
        assertThat(metrics.accuracy(0)).isEqualTo(50);
        assertThat(metrics.accuracy(1)).isEqualTo(100);
        assertThat(metrics.accuracy(2)).isZero();
        assertThat(metrics.all().get("top1")).isCloseTo(80, within(1e-12));
        // the third has no images
        assertThat(metrics.all().get("mean_class")).isCloseTo(75, within(1e-12));
    }

    @Test
    void ofEqualScoresTheLowerIndexIsTheBetter() {
        ClassificationMetrics metrics = new ClassificationMetrics(2);
        metrics.add(new float[] {0.5f, 0.5f}, 0);
        metrics.add(new float[] {0.5f, 0.5f}, 1);
        assertThat(metrics.accuracy(0)).isEqualTo(100);
        assertThat(metrics.accuracy(1)).isZero();
    }

    @Test
    void whatIsNotANumberIsNeverRight() {
        ClassificationMetrics metrics = new ClassificationMetrics(2);
        metrics.add(new float[] {Float.NaN, Float.NaN}, 0);
        metrics.add(new float[] {Float.NaN, 1}, 1);
        assertThat(metrics.top1()).isZero();
        assertThat(metrics.top5()).isEqualTo(50);
    }

    @Test
    void refusesAnotherNumberOfClasses() {
        assertThatThrownBy(() -> new ClassificationMetrics(3).add(new float[2], 0))
                .hasMessage("expected 3 classes, not 2");
    }
}
