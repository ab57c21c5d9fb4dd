package org.tresnet4j.datasets.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class MixedImagesTest {

    private static final int IMAGES = 5;

    /** The image n is all n, and so is its class. */
    private static MultiDataSet batch() {
        INDArray images = Nd4j.zeros(IMAGES, 3, 8, 8);
        for (int n = 0; n < IMAGES; n++) {
            images.slice(n).assign(n);
        }
        return new org.nd4j.linalg.dataset.MultiDataSet(images, Nd4j.eye(IMAGES));
    }

    @Test
    void mixupMixesImagesAsItMixesLabels() {
        MultiDataSet mixed = new MixedImages(0.8, 0).apply(batch(), new SplittableRandom(5));
        double part = mixed.getLabels(0).getDouble(0, 0);
        assertThat(part).isBetween(0.001, 0.999);
        assertThat(mixed.getLabels(0).getDouble(0, 4)).isCloseTo(1 - part, within(1e-6));
        assertThat(mixed.getLabels(0).getDouble(4, 4)).isCloseTo(part, within(1e-6));
        assertThat(mixed.getLabels(0).getDouble(2, 2)).isEqualTo(1);
        // 0 and 4, 1 and 3, the middle one with itself
        assertThat(mixed.getFeatures(0).getDouble(0, 1, 2, 3)).isCloseTo(4 * (1 - part), within(1e-5));
        assertThat(mixed.getFeatures(0).getDouble(3, 1, 2, 3)).isCloseTo(3 * part + (1 - part), within(1e-5));
        assertThat(mixed.getFeatures(0).getDouble(2, 1, 2, 3)).isEqualTo(2);
    }

    @Test
    void cutMixShowsAsMuchOfTheOtherAsTheLabelsSay() {
        SplittableRandom random = new SplittableRandom(1);
        int cut = 0;
        for (int i = 0; i < 50; i++) {
            MultiDataSet mixed = new MixedImages(0, 1).apply(batch(), random);
            INDArray first = mixed.getFeatures(0).slice(0).dup('c');
            double fours =
                    Arrays.stream(first.data().asDouble()).filter(v -> v == 4).count() / 192.0;
            double zeros =
                    Arrays.stream(first.data().asDouble()).filter(v -> v == 0).count() / 192.0;
            assertThat(fours + zeros).isEqualTo(1);
            assertThat(mixed.getLabels(0).getDouble(0, 4)).isCloseTo(fours, within(1e-6));
            assertThat(mixed.getLabels(0).sum(1).toDoubleVector())
                    .containsExactly(new double[] {1, 1, 1, 1, 1}, within(1e-6));
            cut += fours > 0 && fours < 1 ? 1 : 0;
        }
        assertThat(cut).isGreaterThan(25);
    }

    @Test
    void aCoinChoosesWhereBothAreWanted() {
        SplittableRandom random = new SplittableRandom(1);
        int mixups = 0;
        for (int i = 0; i < 60; i++) {
            MultiDataSet mixed = new MixedImages(0.8, 1).apply(batch(), random);
            double corner = mixed.getFeatures(0).getDouble(0, 0, 0, 0);
            mixups += corner != 0 && corner != 4 ? 1 : 0;
        }
        assertThat(mixups).isBetween(18, 42);
    }

    @Test
    void withoutEitherTheBatchStays() {
        assertThat(new MixedImages(0, 0).apply(batch(), new SplittableRandom(1)).getFeatures(0))
                .isEqualTo(batch().getFeatures(0));
    }

    /** The variance of Beta(a, a) is 1 / (4(2a + 1)). */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 1, 2})
    void proportionsAreOfTheBetaDistribution(double a) {
        SplittableRandom random = new SplittableRandom(4);
        double[] drawn = DoubleStream.generate(() -> MixedImages.beta(a, random))
                .limit(50_000)
                .toArray();
        double mean = Arrays.stream(drawn).average().orElseThrow();
        double variance =
                Arrays.stream(drawn).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
        assertThat(mean).isCloseTo(0.5, within(0.01));
        assertThat(variance).isCloseTo(1 / (4 * (2 * a + 1)), within(0.003));
    }

    @Test
    void refusesParametersOutOfRange() {
        assertThatThrownBy(() -> new MixedImages(-1, 0)).hasMessage("MixedImages: mixup is -1.0, expected 0 to 2.0");
    }
}
