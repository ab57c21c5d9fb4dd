package org.tresnet4j.runner.listen;

import java.util.function.Consumer;

/** Chooses how progress is shown. */
public final class Console {

    private Console() {}

    /**
     * A progress bar on a terminal, lines elsewhere.
     *
     * @param line takes the lines
     */
    public static TrainingListener listener(Consumer<String> line) {
        return System.console() == null ? new LogListener(line) : new ProgressBarListener(System.err);
    }
}
