package org.tresnet4j.benchmarks.worker;

import com.google.common.util.concurrent.Uninterruptibles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the machine can do at most, to see how much of it a kernel gets. */
public final class MachineLimits {

    /** Side of the matrices. */
    private static final int SIDE = 2048;

    /** Values of an array: 128 MiB, more than caches hold. */
    private static final int LENGTH = 1 << 25;

    private static final float FACTOR = 3;

    private MachineLimits() {}

    /** Floating-point operations of a step of {@link #product}, in 10⁹. */
    public static double productGigaflop() {
        return 2.0 * SIDE * SIDE * SIDE / 1e9;
    }

    /** Bytes that a step of {@link #triad} reads and writes, in 10⁹, as STREAM counts them. */
    public static double triadGigabytes() {
        return 3.0 * LENGTH * Float.BYTES / 1e9;
    }

    /** ND4J's product of two matrices of float32. */
    public static Workload product() {
        INDArray a = Nd4j.rand(DataType.FLOAT, SIDE, SIDE);
        INDArray b = Nd4j.rand(DataType.FLOAT, SIDE, SIDE);
        INDArray c = Nd4j.create(DataType.FLOAT, new long[] {SIDE, SIDE}, 'f');
        return () -> {
            Nd4j.gemm(a, b, c, false, false, 1.0, 0.0);
            Nd4j.getExecutioner().commit();
        };
    }

    /** a = b + 3 c, each thread its part. */
    public static Workload triad(int threads) {
        float[] a = new float[LENGTH];
        float[] b = filled(1);
        float[] c = filled(2);
        ExecutorService executor = Executors.newFixedThreadPool(threads, MachineLimits::daemon);
        return () -> {
            List<Future<?>> parts = new ArrayList<>();
            for (int part = 0; part < threads; part++) {
                int from = (int) ((long) LENGTH * part / threads);
                int to = (int) ((long) LENGTH * (part + 1) / threads);
                parts.add(executor.submit(() -> triad(a, b, c, from, to)));
            }
            await(parts);
        };
    }

    private static float[] filled(float value) {
        float[] array = new float[LENGTH];
        Arrays.fill(array, value);
        return array;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "triad");
        thread.setDaemon(true);
        return thread;
    }

    /** So simple that the compiler makes vectors of it. */
    private static void triad(float[] a, float[] b, float[] c, int from, int to) {
        for (int i = from; i < to; i++) {
            a[i] = b[i] + FACTOR * c[i];
        }
    }

    private static void await(List<Future<?>> parts) throws ExecutionException {
        for (Future<?> part : parts) {
            Uninterruptibles.getUninterruptibly(part);
        }
    }
}
