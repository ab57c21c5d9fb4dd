package org.tresnet4j.datasets.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tresnet4j.datasets.image.RgbImage;

class BatchLoaderTest {

    private final StubDecoder decoder = new StubDecoder();

    private BatchLoader.Builder loader(int images) {
        return BatchLoader.of(StubDecoder.images(images), new IdsAndPixels())
                .decoder(decoder)
                .batchSize(3);
    }

    private static List<List<Integer>> ids(BatchLoader loader, int epoch) {
        List<List<Integer>> ids = new ArrayList<>();
        try (BatchIterator batches = loader.epoch(epoch)) {
            batches.forEachRemaining(batch -> ids.add(IdsAndPixels.ids(batch)));
        }
        return ids;
    }

    @AfterEach
    void noThreadsAreLeft() {
        LoaderThreads.assertNoneLeft();
    }

    @Test
    void withoutShufflingTheOrderIsThatOfTheList() {
        assertThat(ids(loader(7).build(), 5)).containsExactly(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6));
    }

    @Test
    void theIncompleteBatchCanBeLeftOut() {
        BatchLoader loader = loader(7).dropLast(true).build();
        assertThat(ids(loader, 0)).containsExactly(List.of(0, 1, 2), List.of(3, 4, 5));
        assertThat(loader.batchesPerEpoch()).isEqualTo(2);
    }

    @Test
    void shufflingTakesTheOrderOfSeedAndEpoch() {
        BatchLoader loader = loader(20).shuffle(true).seed(17).build();
        List<Integer> expected =
                IntStream.of(new EpochOrder(17).shuffled(20, 4)).boxed().toList();
        assertThat(ids(loader, 4).stream().flatMap(List::stream)).containsExactlyElementsOf(expected);
    }

    @Test
    void anEpochCanBeReadAgainAndOthersBesideIt() {
        BatchLoader loader = loader(20).shuffle(true).build();
        List<List<Integer>> first = ids(loader, 1);
        try (BatchIterator other = loader.epoch(0)) {
            other.next();
            assertThat(ids(loader, 1)).isEqualTo(first);
        }
    }

    @Test
    void theNumberOfBatchesIsKnownBeforehand() {
        assertThat(loader(6).build().batchesPerEpoch()).isEqualTo(2);
        assertThat(loader(7).build().batchesPerEpoch()).isEqualTo(3);
    }

    @Test
    void afterTheLastBatchThereIsNoOther() {
        try (BatchIterator batches = loader(3).build().epoch(0)) {
            batches.next();
            assertThat(batches.hasNext()).isFalse();
            assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void threadsEndWithTheEpochEvenIfNobodyCloses() {
        BatchIterator batches = loader(7).threads(3).build().epoch(0);
        batches.forEachRemaining(batch -> {});
        LoaderThreads.assertNoneLeft();
        assertThat(batches.hasNext()).isFalse();
    }

    @Test
    void threadsAreDaemonsWithNames() {
        BatchIterator batches = loader(700).threads(2).build().epoch(0);
        try (batches) {
            assertThat(LoaderThreads.alive()).containsExactly("tresnet4j-loader-0", "tresnet4j-loader-1");
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("tresnet4j-loader-"))
                    .allMatch(Thread::isDaemon);
        }
    }

    @Test
    void closingEarlyLeavesNoThreads() {
        BatchIterator batches = loader(700).threads(5).build().epoch(0);
        batches.next();
        batches.close();
        assertThat(LoaderThreads.alive()).isEmpty();
    }

    @Test
    void closingEarlyReleasesThePictures() {
        BatchIterator batches =
                loader(700).threads(2).batchSize(50).prefetch(1).build().epoch(0);
        LoaderThreads.assertEventually(() -> decoder.calls() > 10);
        batches.close();
        assertThat(decoder.given()).isNotEmpty().allSatisfy(BatchLoaderTest::assertClosed);
    }

    @Test
    void picturesAreReleasedOnceTheyAreInABatch() {
        ids(loader(7).build(), 0);
        assertThat(decoder.given()).hasSize(7).allSatisfy(BatchLoaderTest::assertClosed);
    }

    private static void assertClosed(RgbImage image) {
        assertThatThrownBy(image::width).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void afterClosingThereIsNothingMore() {
        BatchIterator batches = loader(7).build().epoch(0);
        batches.close();
        batches.close();
        assertThat(batches.hasNext()).isFalse();
    }

    @Test
    void noMoreIsMadeThanThePrefetchAllows() throws InterruptedException {
        try (BatchIterator batches = loader(300).threads(4).prefetch(2).build().epoch(0)) {
            LoaderThreads.assertEventually(() -> decoder.calls() == 6);
            Thread.sleep(50);
            assertThat(decoder.calls()).isEqualTo(6);
            batches.next();
            LoaderThreads.assertEventually(() -> decoder.calls() == 9);
            Thread.sleep(50);
            assertThat(decoder.calls()).isEqualTo(9);
        }
    }

    @Test
    void theBatchSizeIsRequired() {
        assertThatThrownBy(() -> BatchLoader.of(StubDecoder.images(1), new IdsAndPixels())
                        .build())
                .hasMessage("batchSize is 0, expected at least 1");
    }

    @Test
    void thereMustBeImages() {
        assertThatThrownBy(() -> BatchLoader.of(List.of(), new IdsAndPixels())).hasMessageContaining("no images");
    }

    @Test
    void droppingTheLastBatchMustLeaveOne() {
        assertThatThrownBy(() -> loader(2).dropLast(true).build())
                .hasMessage("dropLast leaves no batch: there are 2 images for a batchSize of 3");
    }
}
