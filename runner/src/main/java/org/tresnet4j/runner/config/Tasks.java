package org.tresnet4j.runner.config;

import com.google.common.collect.ImmutableSortedMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.tresnet4j.runner.spi.TaskProvider;

/** The tasks there are, by name. */
public final class Tasks {

    private final Map<String, TaskProvider<?>> byName;

    private Tasks(Iterable<? extends TaskProvider<?>> providers) {
        Map<String, TaskProvider<?>> found = new TreeMap<>();
        for (TaskProvider<?> provider : providers) {
            TaskProvider<?> other = found.putIfAbsent(provider.name(), provider);
            if (other != null) {
                throw new IllegalStateException("two tasks are named '" + provider.name() + "': "
                        + other.getClass().getName() + " and "
                        + provider.getClass().getName()
                        + "; remove one from the class path");
            }
        }
        byName = ImmutableSortedMap.copyOf(found);
    }

    /** The tasks that the class path announces in {@code META-INF/services}. */
    public static Tasks installed() {
        @SuppressWarnings("rawtypes")
        ServiceLoader<TaskProvider> loader = ServiceLoader.load(TaskProvider.class);
        return new Tasks(loader.stream()
                .<TaskProvider<?>>map(ServiceLoader.Provider::get)
                .toList());
    }

    /** These tasks only. */
    public static Tasks of(TaskProvider<?>... providers) {
        return new Tasks(List.of(providers));
    }

    /** The names, sorted. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** The task of that name. */
    public Optional<TaskProvider<?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
