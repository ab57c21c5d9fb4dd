package org.tresnet4j.runner.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.nativeblas.NativeOpsHolder;

class ComputeThreadsTest {

    @Test
    void areFewerForAWhile() {
        int before = threads();
        assertThat(ComputeThreads.during(Optional.of(1), ComputeThreadsTest::threads))
                .isEqualTo(1);
        assertThat(threads()).isEqualTo(before);
    }

    @Test
    void stayAsTheyAreUnlessSaid() {
        assertThat(ComputeThreads.during(Optional.empty(), ComputeThreadsTest::threads))
                .isEqualTo(threads());
    }

    @Test
    void piecesOfWorkStayInOrder() {
        List<Integer> work = IntStream.range(0, 1000).boxed().toList();
        assertThat(ComputeThreads.stream(work).map(i -> 2 * i).toList())
                .isEqualTo(work.stream().map(i -> 2 * i).toList());
        assertThat(ComputeThreads.stream(List.of())).isEmpty();
    }

    /** The common pool may have more threads than the kernels. */
    @Test
    void piecesAreDoneByNoMoreThreadsThanTheKernelsHave() {
        List<Integer> work = IntStream.range(0, 200).boxed().toList();
        for (int threads : new int[] {1, 2, 3}) {
            Set<Thread> workers = ConcurrentHashMap.newKeySet();
            ComputeThreads.during(Optional.of(threads), () -> {
                ComputeThreads.stream(work).forEach(i -> workers.add(Thread.currentThread()));
                return null;
            });
            assertThat(workers).hasSizeBetween(1, threads);
        }
    }

    private static int threads() {
        return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    }
}
