package org.tresnet4j.datasets.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The loader's threads that are alive in this JVM. */
final class LoaderThreads {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private LoaderThreads() {}

    static List<String> alive() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("tresnet4j-loader-"))
                .sorted()
                .toList();
    }

    static void assertNoneLeft() {
        assertEventually(() -> alive().isEmpty());
    }

    static void assertEventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
