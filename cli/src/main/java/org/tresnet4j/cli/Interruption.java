package org.tresnet4j.cli;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jline.utils.Signals;

/**
 * Ctrl-C and SIGTERM: the first asks the work at hand to stop, another leaves at once. Not by a shutdown hook: while the
 * JVM shuts down no others can be registered, which writing a picture does.
 */
final class Interruption {

    private static final List<String> SIGNALS = List.of("INT", "TERM");

    private final BiConsumer<String, Runnable> handlers;
    private final Runnable leave;

    /**
     * @param handlers takes a signal's name and what to do, on some other thread, whenever it comes
     * @param leave ends the process
     */
    Interruption(BiConsumer<String, Runnable> handlers, Runnable leave) {
        this.handlers = handlers;
        this.leave = leave;
    }

    /** That of this process. */
    static Interruption ofProcess() {
        return new Interruption(Signals::register, () -> Runtime.getRuntime().halt(ExitCode.STOPPED));
    }

    /** Says what the first signal does from now on. */
    void onRequest(Runnable stop) {
        AtomicBoolean asked = new AtomicBoolean();
        Runnable action = () -> {
            if (asked.compareAndSet(false, true)) {
                stop.run();
            } else {
                leave.run();
            }
        };
        SIGNALS.forEach(signal -> handlers.accept(signal, action));
    }
}
