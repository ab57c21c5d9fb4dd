package org.tresnet4j.backbone.kernel;

import com.google.common.collect.ImmutableMap;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the time of a piece of work goes.
 *
 * @param millis by kind of kernel, forward and backward together; what is left of the total is DL4J, the updater and the
 *     loss
 * @param totalMillis of the work
 */
public record KernelTimes(Map<String, Double> millis, double totalMillis) {

    /** Kernels by what they belong to. */
    private static final ImmutableMap<String, String> KINDS = ImmutableMap.<String, String>builder()
            .put("convolution", "convolution")
            .put("convolutionGradient", "convolution")
            .put("normalizeBatch", "normalisation and activation")
            .put("normalize", "normalisation and activation")
            .put("normalizeGradient", "normalisation and activation")
            .put("normalizeGroups", "normalisation and activation")
            .put("normalizeGroupsGradient", "normalisation and activation")
            .put("exciteChannels", "squeeze and excitation")
            .put("exciteChannelsGradient", "squeeze and excitation")
            .put("residual", "residual sum")
            .put("residualGradient", "residual sum")
            .put("sum", "residual sum")
            .put("add", "residual sum")
            .put("copy", "residual sum")
            .build();

    private static final String OTHERS = "pooling, blur, stem and bias";

    private static final ThreadLocal<Map<String, Double>> RECORDING = new ThreadLocal<>();

    public KernelTimes {
        millis = ImmutableMap.copyOf(millis);
    }

    /** All parts by name, the largest kinds of kernels first, and the rest last. */
    public Map<String, Double> shares() {
        Map<String, Double> shares = new LinkedHashMap<>();
        millis.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(entry -> shares.put(entry.getKey(), entry.getValue()));
        double kernels =
                millis.values().stream().mapToDouble(Double::doubleValue).sum();
        shares.put("updater, loss and bookkeeping", totalMillis - kernels);
        return shares;
    }

    /** Runs the work on this thread and times the kernels that it calls on this thread. */
    public static KernelTimes of(Runnable work) {
        Map<String, Double> millis = new LinkedHashMap<>();
        RECORDING.set(millis);
        long begun = System.nanoTime();
        try {
            work.run();
        } finally {
            RECORDING.remove();
        }
        return new KernelTimes(millis, (System.nanoTime() - begun) / 1e6);
    }

    /** The same kernels; timed while this thread records. */
    static Kernels timed(Kernels kernels) {
        Map<String, Double> millis = RECORDING.get();
        return millis == null ? kernels : timed(kernels, millis);
    }

    private static Kernels timed(Kernels kernels, Map<String, Double> millis) {
        return (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    long begun = System.nanoTime();
                    try {
                        return method.invoke(kernels, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        millis.merge(
                                KINDS.getOrDefault(method.getName(), OTHERS),
                                (System.nanoTime() - begun) / 1e6,
                                Double::sum);
                    }
                });
    }
}
