package org.tresnet4j.datasets.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class LoaderFailureTest {

    private static BatchLoader.Builder loader(StubDecoder decoder) {
        return BatchLoader.of(StubDecoder.images(12), new IdsAndPixels())
                .decoder(decoder)
                .batchSize(3);
    }

    /** Fails for the pictures named. */
    private static StubDecoder failing(Throwable failure, String... names) {
        return new StubDecoder(name -> {
            if (List.of(names).contains(name)) {
                LoaderFailureTest.<RuntimeException>sneakily(failure);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneakily(Throwable failure) throws E {
        throw (E) failure;
    }

    @AfterEach
    void noThreadsAreLeft() {
        LoaderThreads.assertNoneLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void theBatchesBeforeAFailureAreStillDelivered(int threads) {
        IllegalStateException failure = new IllegalStateException("disk on fire");
        try (BatchIterator batches =
                loader(failing(failure, "7.jpg")).threads(threads).build().epoch(0)) {
            assertThat(IdsAndPixels.ids(batches.next())).containsExactly(0, 1, 2);
            assertThat(IdsAndPixels.ids(batches.next())).containsExactly(3, 4, 5);
            assertThat(batches.hasNext()).isTrue();
            assertThatThrownBy(batches::next)
                    .isInstanceOf(LoadingException.class)
                    .hasMessageStartingWith("7.jpg: ")
                    .hasMessageContaining("disk on fire")
                    .hasCause(failure);
        }
    }

    @Test
    void afterAFailureTheIteratorIsClosed() {
        BatchIterator batches = loader(failing(new IllegalStateException("no"), "0.jpg"))
                .build()
                .epoch(0);
        assertThatThrownBy(batches::next).isInstanceOf(LoadingException.class);
        assertThat(batches.hasNext()).isFalse();
        assertThat(LoaderThreads.alive()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void ofSeveralFailuresTheFirstOfTheBatchIsTold(int threads) {
        try (BatchIterator batches = loader(failing(new IllegalStateException("no"), "2.jpg", "1.jpg"))
                .threads(threads)
                .build()
                .epoch(0)) {
            assertThatThrownBy(batches::next).hasMessageStartingWith("1.jpg: ");
        }
    }

    @Test
    void errorsAreHandedOverToo() {
        OutOfMemoryError failure = new OutOfMemoryError("of the test");
        try (BatchIterator batches = loader(failing(failure, "0.jpg")).build().epoch(0)) {
            assertThat(catchThrowable(batches::next)).hasCause(failure);
        }
    }

    @Test
    void aFailingTransformNamesThePicture() {
        try (BatchIterator batches = loader(new StubDecoder())
                .transform((sample, random) -> {
                    throw new IllegalArgumentException("cannot be bent");
                })
                .build()
                .epoch(0)) {
            assertThatThrownBy(batches::next).hasMessageStartingWith("0.jpg: ").hasMessageContaining("cannot be bent");
        }
    }

    @Test
    void aFailingCollatorNamesTheBatch() {
        BatchLoader loader = BatchLoader.of(StubDecoder.images(12), samples -> {
                    throw new IllegalArgumentException("does not fit");
                })
                .decoder(new StubDecoder())
                .batchSize(3)
                .build();
        try (BatchIterator batches = loader.epoch(0)) {
            assertThatThrownBy(batches::next)
                    .hasMessageStartingWith("The batch of 0.jpg and 2 more cannot be put together")
                    .hasMessageContaining("does not fit");
        }
    }

    @Test
    void closingDoesNotWaitForAThreadThatSleeps() {
        StubDecoder sleepy = new StubDecoder(name -> {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        BatchIterator batches = loader(sleepy).threads(3).build().epoch(0);
        LoaderThreads.assertEventually(() -> sleepy.calls() == 3);
        long start = System.nanoTime();
        batches.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(LoaderThreads.alive()).isEmpty();
    }

    @Test
    void anInterruptedWaitIsAFailureAndStaysFlagged() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        StubDecoder stuck = new StubDecoder(name -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean flagged = new AtomicBoolean();
        BatchIterator batches = loader(stuck).build().epoch(0);
        Thread consumer = new Thread(() -> {
            thrown.set(catchThrowable(batches::next));
            flagged.set(Thread.currentThread().isInterrupted());
        });
        consumer.start();
        consumer.interrupt();
        consumer.join();
        assertThat(thrown.get())
                .isInstanceOf(LoadingException.class)
                .hasMessage("Interrupted while waiting for batch 0 of epoch 0");
        assertThat(flagged).isTrue();
        release.countDown();
    }

    @Test
    void closingFromAnotherThreadEndsTheWait() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        StubDecoder stuck = new StubDecoder(name -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        BatchIterator batches = loader(stuck).build().epoch(0);
        AtomicBoolean hasNext = new AtomicBoolean(true);
        Thread consumer = new Thread(() -> hasNext.set(batches.hasNext()));
        consumer.start();
        LoaderThreads.assertEventually(() -> consumer.getState() == Thread.State.WAITING);
        batches.close();
        consumer.join();
        assertThat(hasNext).isFalse();
    }
}
