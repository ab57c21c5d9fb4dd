package org.tresnet4j.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command in a process of its own, which can be sent signals and killed. */
final class TresnetProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    private TresnetProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static TresnetProcess start(Object... arguments) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx512m",
                                "-Dorg.bytedeco.javacpp.maxbytes=2g",
                                "-Dorg.bytedeco.javacpp.maxphysicalbytes=3g",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Tresnet.class.getName()),
                        Stream.of(arguments).map(Object::toString))
                .toList();
        return new TresnetProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Reads until a line comes that is waited for; all of the output when none does. */
    TresnetProcess await(Predicate<String> awaited) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (awaited.test(line)) {
                break;
            }
        }
        return this;
    }

    long pid() {
        return process.pid();
    }

    /** Sends a signal by its name without SIG. */
    void signal(String name) throws IOException, InterruptedException {
        if (new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor() != 0) {
            throw new AssertionError("SIG" + name + " could not be sent");
        }
    }

    /** SIGTERM; the process's own method would also close its output. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    /** Waits for the end and returns the exit code. */
    int exitCode() throws IOException, InterruptedException {
        await(line -> false);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("still runs after a minute: " + lines);
        }
        return process.exitValue();
    }

    /** Everything that was read so far. */
    String said() {
        return lines.stream().collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
