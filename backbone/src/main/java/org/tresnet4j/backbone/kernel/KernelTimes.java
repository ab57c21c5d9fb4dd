package org.tresnet4j.backbone.kernel;

import com.google.common.collect.HashBasedTable;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableTable;
import com.google.common.collect.Table;
import com.google.common.collect.Tables;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * Where the time of a piece of work goes.
 *
 * @param millis by part of the work (row) and kind of kernel (column), forward and backward together
 * @param totalMillis of the work; what is left of it is DL4J and the updater
 */
public record KernelTimes(Table<String, String, Double> millis, double totalMillis) {

    /** The column of what a part of the work does outside of kernels. */
    public static final String OUTSIDE = "outside of kernels";

    /** Kernels by what they belong to. */
    private static final ImmutableMap<String, String> KINDS = ImmutableMap.<String, String>builder()
            .put("convolution", "convolution")
            .put("convolutionGradient", "convolution")
            .put("convolutionWeightsGradient", "convolution")
            .put("normalizeBatch", "normalisation and activation")
            .put("normalize", "normalisation and activation")
            .put("normalizeGradient", "normalisation and activation")
            .put("statisticsGradient", "normalisation and activation")
            .put("normalizeGroups", "normalisation and activation")
            .put("normalizeGroupsGradient", "normalisation and activation")
            .put("exciteChannels", "squeeze and excitation")
            .put("gateChannels", "squeeze and excitation")
            .put("exciteChannelsGradient", "squeeze and excitation")
            .put("residual", "residual sum")
            .put("gatedResidual", "residual sum")
            .put("residualGradient", "residual sum")
            .put("sum", "residual sum")
            .put("add", "residual sum")
            .put("copy", "residual sum")
            .build();

    private static final String OTHERS = "pooling, blur, stem and bias";

    private static final ThreadLocal<Recording> RECORDING = new ThreadLocal<>();

    /** A thread's times so far, and the part that it is in. */
    private static final class Recording {

        private final Table<String, String, Double> millis = HashBasedTable.create();
        private String part = "";

        void add(String kind, double more) {
            Double before = millis.get(part, kind);
            millis.put(part, kind, before == null ? more : before + more);
        }

        double kernelsOf(String ofPart) {
            return sum(millis.row(ofPart));
        }
    }

    public KernelTimes {
        millis = ImmutableTable.copyOf(millis);
    }

    private static double sum(Map<String, Double> times) {
        return times.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /**
     * Does the work on this thread and times the kernels that it calls on this thread.
     *
     * @param repetitions at least 1; the times are means
     */
    public static KernelTimes of(int repetitions, Runnable work) {
        Recording recording = new Recording();
        RECORDING.set(recording);
        long begun = System.nanoTime();
        try {
            for (int i = 0; i < repetitions; i++) {
                work.run();
            }
        } finally {
            RECORDING.remove();
        }
        double total = millisSince(begun);
        return new KernelTimes(Tables.transformValues(recording.millis, sum -> sum / repetitions), total / repetitions);
    }

    /** Something that may fail. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws Throwable;
    }

    /**
     * Does a part of the work that this thread records, if it does; parts do not contain parts.
     *
     * @throws Throwable what the work throws
     */
    public static <T> T part(String name, Work<T> work) throws Throwable {
        Recording recording = RECORDING.get();
        if (recording == null) {
            return work.run();
        }
        recording.part = name;
        double kernelsBefore = recording.kernelsOf(name);
        long begun = System.nanoTime();
        try {
            return work.run();
        } finally {
            recording.add(OUTSIDE, millisSince(begun) - (recording.kernelsOf(name) - kernelsBefore));
            recording.part = "";
        }
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }

    /** The same kernels; timed while this thread records. */
    static Kernels timed(Kernels kernels) {
        Recording recording = RECORDING.get();
        return recording == null ? kernels : timed(kernels, recording);
    }

    private static Kernels timed(Kernels kernels, Recording recording) {
        return (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    long begun = System.nanoTime();
                    try {
                        return method.invoke(kernels, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        recording.add(KINDS.getOrDefault(method.getName(), OTHERS), millisSince(begun));
                    }
                });
    }
}
