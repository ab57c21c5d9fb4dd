package org.tresnet4j.backbone.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Platform;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

    static List<Team> teams() {
        return List.of(Team.best(), new PoolTeam());
    }

    @Test
    void onLinuxTheTeamIsThatOfOneDnn() {
        assumeTrue(Platform.isLinux() && OneDnn.obstacle().isEmpty(), "skipped: not Linux, or no oneDNN");
        assertThat(Team.best()).isInstanceOf(OpenMpTeam.class);
    }

    /** Starting them anew takes longer than most loops. */
    @Test
    void openMpKeepsItsThreadsWhateverTheTurns() {
        assumeTrue(Team.best() instanceof OpenMpTeam, "skipped: not on OpenMP's threads");
        Set<Long> first = threadsOfALoop();
        Parallel.loop(2, turn -> {});
        assertThat(threadsOfALoop()).isEqualTo(first).hasSize(THREADS);
    }

    private static Set<Long> threadsOfALoop() {
        Set<Long> ids = ConcurrentHashMap.newKeySet();
        CountDownLatch together = new CountDownLatch(THREADS);
        Parallel.loop(THREADS, turn -> {
            ids.add(Thread.currentThread().getId());
            together.countDown();
            awaited(together);
        });
        return ids;
    }

    @ParameterizedTest
    @MethodSource("teams")
    void everyTurnComesOnce(Team team) {
        for (int turns : new int[] {0, 1, 3, 1000}) {
            AtomicIntegerArray calls = new AtomicIntegerArray(turns);
            Parallel.loop(turns, (turn, lane) -> calls.incrementAndGet(turn), team);
            for (int i = 0; i < turns; i++) {
                assertThat(calls.get(i)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("teams")
    void turnsRunAtTheSameTime(Team team) {
        CountDownLatch together = new CountDownLatch(THREADS);
        AtomicInteger met = new AtomicInteger();
        Parallel.loop(
                THREADS,
                (turn, lane) -> {
                    together.countDown();
                    if (awaited(together)) {
                        met.incrementAndGet();
                    }
                },
                team);
        assertThat(met.get()).isEqualTo(THREADS);
    }

    @ParameterizedTest
    @MethodSource("teams")
    void turnsAtTheSameTimeHaveLanesOfTheirOwn(Team team) {
        AtomicIntegerArray inLane = new AtomicIntegerArray(THREADS);
        AtomicInteger shared = new AtomicInteger();
        Parallel.loop(
                1000,
                (turn, lane) -> {
                    if (inLane.incrementAndGet(lane) > 1) {
                        shared.incrementAndGet();
                    }
                    Thread.yield();
                    inLane.decrementAndGet(lane);
                },
                team);
        assertThat(shared.get()).isZero();
    }

    @ParameterizedTest
    @MethodSource("teams")
    void aLoopInATurnStaysOnItsThread(Team team) {
        AtomicInteger elsewhere = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        Parallel.loop(
                THREADS,
                (turn, lane) -> {
                    Thread thread = Thread.currentThread();
                    Parallel.loop(
                            20,
                            (inner, innerLane) -> {
                                calls.incrementAndGet();
                                if (Thread.currentThread() != thread || innerLane != 0) {
                                    elsewhere.incrementAndGet();
                                }
                            },
                            team);
                },
                team);
        assertThat(elsewhere.get()).isZero();
        assertThat(calls.get()).isEqualTo(20 * THREADS);
        turnsRunAtTheSameTime(team);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("teams")
    void aFailureOnAnyThreadIsTheCallers(Team team) {
        for (int failing : new int[] {0, 50, 99}) {
            Parallel.Body body = (turn, lane) -> {
                if (turn == failing) {
                    throw new IllegalStateException("turn " + turn);
                }
            };
            assertThatThrownBy(() -> Parallel.loop(100, body, team))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("turn " + failing);
        }
    }

    @ParameterizedTest
    @MethodSource("teams")
    void anInterruptedCallerFinishesAndStaysInterrupted(Team team) {
        AtomicInteger calls = new AtomicInteger();
        Thread.currentThread().interrupt();
        Parallel.loop(100, (turn, lane) -> calls.incrementAndGet(), team);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(calls.get()).isEqualTo(100);
    }

    @ParameterizedTest
    @MethodSource("teams")
    void callersDoNotDisturbOneAnother(Team team) throws InterruptedException {
        AtomicInteger wrong = new AtomicInteger();
        Runnable caller = () -> {
            for (int loop = 0; loop < 300; loop++) {
                AtomicInteger calls = new AtomicInteger();
                Parallel.loop(20, (turn, lane) -> calls.incrementAndGet(), team);
                if (calls.get() != 20) {
                    wrong.incrementAndGet();
                }
            }
        };
        List<Thread> callers =
                Stream.generate(() -> new Thread(caller)).limit(3).toList();
        callers.forEach(Thread::start);
        for (Thread thread : callers) {
            thread.join();
        }
        assertThat(wrong.get()).isZero();
    }

    /** OpenMP ends threads when fewer are wanted, and begins others when more are. */
    @ParameterizedTest
    @MethodSource("teams")
    void theNumberOfThreadsMayChange(Team team) {
        for (int round = 0; round < 20; round++) {
            for (int threads : new int[] {4, 1, 2, 3}) {
                NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
                AtomicInteger calls = new AtomicInteger();
                Parallel.loop(50, (turn, lane) -> calls.incrementAndGet(), team);
                assertThat(calls.get()).isEqualTo(50);
            }
        }
    }
}
