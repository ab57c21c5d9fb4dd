package org.tresnet4j.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds an interpreter and runs scripts with it. */
final class Python {

    private static final List<String> CANDIDATES = List.of("python3", "/usr/bin/python3");

    private Python() {}

    /**
     * The first one that can import torch.
     *
     * @param given the only candidate, if the user named one
     */
    static Optional<String> withTorch(Optional<String> given) {
        return given.map(List::of).orElse(CANDIDATES).stream()
                .filter(Python::importsTorch)
                .findFirst();
    }

    private static boolean importsTorch(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import torch")
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            // there is no such program
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Runs a script to its end.
     *
     * @param log for all that it prints
     * @return whether it succeeded
     */
    static boolean run(String python, Path script, List<String> arguments, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(python, script.toString()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(Environment.PYTHON);
        try {
            return builder.start().waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
