package org.tresnet4j.runner.device;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
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

    /** Independent pieces of work for as many threads as compute: for this one alone, or for those of Java's common pool. */
    public static <T> Stream<T> stream(List<T> work) {
        boolean alone = NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads() == 1;
        return alone ? work.stream() : work.parallelStream();
    }
}
