package org.tresnet4j.datasets.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.tresnet4j.datasets.Pictures;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.transform.FitInside;
import org.tresnet4j.datasets.transform.KeepRatioResize;
import org.tresnet4j.datasets.transform.Sample;

class PaddingTest {

    private static Sample white(int width, int height) {
        return Pictures.sample(Pictures.plain(width, height, Color.WHITE));
    }

    /** Every single value: the picture's own inside, exactly 0 outside. */
    private static void assertTopLeft(INDArray batch, int n, Sample sample) {
        byte[] rgb = sample.image().toBytes();
        int width = sample.image().width();
        int height = sample.image().height();
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < batch.size(2); y++) {
                for (int x = 0; x < batch.size(3); x++) {
                    boolean inside = x < width && y < height;
                    float expected = inside ? (rgb[3 * (y * width + x) + c] & 0xFF) / 255f : 0;
                    assertThat(batch.getFloat(n, c, y, x)).isEqualTo(expected);
                }
            }
        }
    }

    private static Sample gradient(int width, int height) {
        BufferedImage picture = Pictures.plain(width, height, Color.BLACK);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, new Color(1 + x * 7 % 255, 1 + y * 11 % 255, 1 + (x + y) * 5 % 255).getRGB());
            }
        }
        return Pictures.sample(picture);
    }

    @Test
    void picturesOfDifferentSizesStandAtTheTopLeft() {
        try (Sample wide = gradient(21, 9);
                Sample high = gradient(7, 17)) {
            INDArray batch = ImageTensor.of(List.of(wide, high), Padding.toMultipleOf(8));
            assertThat(batch.shape()).containsExactly(2, 3, 24, 24);
            assertTopLeft(batch, 0, wide);
            assertTopLeft(batch, 1, high);
        }
    }

    @Test
    void sidesThatAreMultiplesAlreadyAreNotPadded() {
        try (Sample sample = white(64, 32)) {
            List<Sample> samples = List.of(sample);
            assertThat(Padding.toMultipleOf(32).width(samples)).isEqualTo(64);
            assertThat(Padding.toMultipleOf(32).height(samples)).isEqualTo(32);
            assertThat(ImageTensor.of(samples, Padding.toMultipleOf(32))).isEqualTo(ImageTensor.of(samples));
        }
    }

    @Test
    void aDivisorOfOneOnlyMakesPicturesEqual() {
        try (Sample first = white(5, 9);
                Sample second = white(7, 3)) {
            Padding padding = Padding.toMultipleOf(1);
            assertThat(padding.width(List.of(first, second))).isEqualTo(7);
            assertThat(padding.height(List.of(first, second))).isEqualTo(9);
        }
    }

    @Test
    void theMinimumIsReachedAndRoundedToo() {
        try (Sample sample = white(50, 20)) {
            assertThat(Padding.toAtLeast(40, 30).width(List.of(sample))).isEqualTo(50);
            assertThat(Padding.toAtLeast(40, 30).height(List.of(sample))).isEqualTo(30);
            assertThat(new Padding(32, 70, 0).width(List.of(sample))).isEqualTo(96);
        }
    }

    @Test
    void decodedFilesBecomeBatchesOfOneSize(@TempDir Path folder) throws IOException {
        List<AnnotatedImage> images = List.of(
                new AnnotatedImage(1, picture(folder, "wide.png", 60, 40), 60, 40, List.of()),
                new AnnotatedImage(2, picture(folder, "high.png", 40, 60), 40, 60, List.of()),
                new AnnotatedImage(3, picture(folder, "square.png", 10, 10), 10, 10, List.of()));
        BatchLoader.Builder loader = BatchLoader.of(images, padded(Padding.toMultipleOf(32)))
                .transform(new KeepRatioResize(30, 50))
                .batchSize(2);
        try (BatchIterator batches = loader.build().epoch(0)) {
            INDArray wideAndHigh = batches.next().getFeatures(0);
            assertThat(wideAndHigh.shape()).containsExactly(2, 3, 64, 64);
            assertThat(wideAndHigh.getFloat(0, 0, 29, 44)).isEqualTo(1f);
            assertThat(wideAndHigh.getFloat(0, 0, 29, 45)).isZero();
            assertThat(wideAndHigh.getFloat(0, 0, 30, 44)).isZero();
            assertThat(batches.next().getFeatures(0).shape()).containsExactly(1, 3, 32, 32);
        }
    }

    @Test
    void aLetterboxIsFittingInsideAndPadding(@TempDir Path folder) throws IOException {
        List<AnnotatedImage> images =
                List.of(new AnnotatedImage(1, picture(folder, "wide.png", 60, 40), 60, 40, List.of()));
        BatchLoader loader = BatchLoader.of(images, padded(Padding.toAtLeast(48, 48)))
                .transform(new FitInside(48, 48))
                .batchSize(1)
                .build();
        try (BatchIterator batches = loader.epoch(0)) {
            INDArray letterbox = batches.next().getFeatures(0);
            assertThat(letterbox.shape()).containsExactly(1, 3, 48, 48);
            assertThat(letterbox.getFloat(0, 1, 31, 47)).isEqualTo(1f);
            assertThat(letterbox.getFloat(0, 1, 32, 47)).isZero();
        }
    }

    private static Path picture(Path folder, String name, int width, int height) throws IOException {
        return Pictures.write(Pictures.plain(width, height, Color.WHITE), folder.resolve(name));
    }

    private static Collator padded(Padding padding) {
        return samples -> new MultiDataSet(ImageTensor.of(samples, padding), null);
    }

    @Test
    void numbersAreChecked() {
        assertThatThrownBy(() -> Padding.toMultipleOf(0)).hasMessage("Padding: divisor is 0, expected at least 1");
        assertThatThrownBy(() -> Padding.toAtLeast(3, -1))
                .hasMessage("Padding: minimumHeight is -1, expected at least 0");
        assertThatThrownBy(() -> ImageTensor.of(List.of(), Padding.toMultipleOf(8)))
                .hasMessage("A batch needs at least one sample");
    }
}
