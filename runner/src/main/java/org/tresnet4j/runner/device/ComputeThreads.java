package org.tresnet4j.runner.device;

import com.google.common.collect.Lists;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** How many threads the kernels that a thread calls are split among. */
public final class ComputeThreads {

    private ComputeThreads() {}

    /**
     * Does the work with that number of threads, and sets it back.
     *
     * @param number at least 1; empty leaves it as it is, one for each core
     */
    public static <T> T during(Optional<Integer> number, Supplier<T> work) {
        if (number.isEmpty()) {
            return work.get();
        }
        NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
        int before = ops.ompGetMaxThreads();
        ops.setOmpNumThreads(number.get());
        try {
            return work.get();
        } finally {
            ops.setOmpNumThreads(before);
        }
    }

    /**
     * Independent pieces of work, in order, for as many threads as the kernels have: this one and those of Java's common pool. On
     * a GPU for this one alone, which is the one that ND4J's operations of a step belong to.
     */
    public static <T> Stream<T> stream(List<T> work) {
        int threads = NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
        if (threads == 1 || work.size() <= 1 || !Nd4j.getEnvironment().isCPU()) {
            return work.stream();
        }
        return Lists.partition(work, (work.size() - 1) / threads + 1).parallelStream()
                .flatMap(List::stream);
    }
}
