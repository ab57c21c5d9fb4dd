package org.tresnet4j.datasets.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tresnet4j.datasets.image.ImageException;
import org.tresnet4j.datasets.image.OnCorruptImage;

class SkippedImagesTest {

    private static BatchLoader.Builder loader(String... corrupt) {
        StubDecoder decoder = new StubDecoder(name -> {
            if (Set.of(corrupt).contains(name)) {
                throw new ImageException(Path.of(name), "is torn");
            }
        });
        return BatchLoader.of(StubDecoder.images(9), new IdsAndPixels())
                .decoder(decoder)
                .batchSize(3)
                .onCorruptImage(OnCorruptImage.SKIP);
    }

    private static List<List<Integer>> ids(BatchIterator batches) {
        List<List<Integer>> ids = new ArrayList<>();
        batches.forEachRemaining(batch -> ids.add(IdsAndPixels.ids(batch)));
        return ids;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void theBatchIsSmallerAndAllOthersAreAsEver(int threads) {
        try (BatchIterator batches = loader("4.jpg").threads(threads).build().epoch(0)) {
            assertThat(ids(batches)).containsExactly(List.of(0, 1, 2), List.of(3, 5), List.of(6, 7, 8));
        }
    }

    @Test
    void aBatchThatLosesAllIsLeftOut() {
        try (BatchIterator batches = loader("3.jpg", "4.jpg", "5.jpg").build().epoch(0)) {
            assertThat(ids(batches)).containsExactly(List.of(0, 1, 2), List.of(6, 7, 8));
        }
    }

    @Test
    void theLastBatchMayBeTheOneThatLosesAll() {
        try (BatchIterator batches = loader("6.jpg", "7.jpg", "8.jpg").build().epoch(0)) {
            assertThat(ids(batches)).containsExactly(List.of(0, 1, 2), List.of(3, 4, 5));
            assertThat(batches.skipped()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void whatWasSkippedIsNamedInTheOrderOfTheEpoch(int threads) {
        try (BatchIterator batches =
                loader("8.jpg", "1.jpg", "0.jpg").threads(threads).build().epoch(0)) {
            ids(batches);
            assertThat(batches.skipped())
                    .extracting(ImageException::getMessage)
                    .containsExactly("0.jpg: is torn", "1.jpg: is torn", "8.jpg: is torn");
        }
    }

    @Test
    void whatIsNotYetDeliveredIsNotYetCounted() {
        try (BatchIterator batches = loader("8.jpg").build().epoch(0)) {
            batches.next();
            assertThat(batches.skipped()).isEmpty();
        }
    }

    @Test
    void otherwiseACorruptImageFails() {
        try (BatchIterator batches =
                loader("1.jpg").onCorruptImage(OnCorruptImage.FAIL).build().epoch(0)) {
            assertThatThrownBy(batches::next)
                    .isInstanceOf(LoadingException.class)
                    .hasMessage("1.jpg: is torn")
                    .hasCauseInstanceOf(ImageException.class);
        }
    }

    @Test
    void aFailingTransformIsNotSkipped() {
        try (BatchIterator batches = loader().transform((sample, random) -> {
                    throw new IllegalStateException("a bug");
                })
                .build()
                .epoch(0)) {
            assertThatThrownBy(batches::next).isInstanceOf(LoadingException.class);
        }
    }
}
