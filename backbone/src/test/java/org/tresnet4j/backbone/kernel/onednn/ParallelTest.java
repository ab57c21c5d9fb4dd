package org.tresnet4j.backbone.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

class ParallelTest {

    private static final int THREADS = 4;
    private int before;

    @BeforeAll
    static void librariesLoad() {
        Nd4j.getBackend();
    }

    @BeforeEach
    void severalThreads() {
        before = Primitives.threads();
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(THREADS);
    }

    @AfterEach
    void asBefore() {
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(before);
    }

    @Test
    void everyTurnComesOnce() {
        for (int turns : new int[] {0, 1, 3, 1000}) {
            AtomicIntegerArray calls = new AtomicIntegerArray(turns);
            Parallel.loop(turns, calls::incrementAndGet);
            for (int i = 0; i < turns; i++) {
                assertThat(calls.get(i)).isEqualTo(1);
            }
        }
    }

    @Test
    void turnsRunAtTheSameTime() {
        CountDownLatch together = new CountDownLatch(THREADS);
        AtomicInteger met = new AtomicInteger();
        Parallel.loop(THREADS, turn -> {
            together.countDown();
            if (awaited(together)) {
                met.incrementAndGet();
            }
        });
        assertThat(met.get()).isEqualTo(THREADS);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void aFailureOnAnyThreadIsTheCallers() {
        for (int failing : new int[] {0, 50, 99}) {
            assertThatThrownBy(() -> Parallel.loop(100, turn -> {
                        if (turn == failing) {
                            throw new IllegalStateException("turn " + turn);
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("turn " + failing);
        }
    }

    @Test
    void anInterruptedCallerFinishesAndStaysInterrupted() {
        AtomicInteger calls = new AtomicInteger();
        Thread.currentThread().interrupt();
        Parallel.loop(100, turn -> calls.incrementAndGet());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(calls.get()).isEqualTo(100);
    }
}
