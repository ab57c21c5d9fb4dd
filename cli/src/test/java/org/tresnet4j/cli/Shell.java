package org.tresnet4j.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tresnet4j.runner.config.Tasks;
import picocli.CommandLine;

/** Runs the command in this process. */
final class Shell {

    private final Tasks tasks;
    private final Optional<Path> home;

    Shell() {
        this(Optional.empty());
    }

    Shell(Optional<Path> home) {
        this(Tasks.of(new ToyProvider()), home);
    }

    private Shell(Tasks tasks, Optional<Path> home) {
        this.tasks = tasks;
        this.home = home;
    }

    /** With the real tasks, too. */
    static Shell ofInstalledTasks() {
        return new Shell(Tasks.installed(), Optional.empty());
    }

    /** What a command did. */
    record Result(int code, String out, String err) {}

    CommandLine commandLine() {
        Interruption interruption = new Interruption((signal, action) -> {}, () -> {});
        return new Tresnet(tasks, home, interruption).commandLine();
    }

    Result run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        List<String> words = new ArrayList<>();
        for (Object argument : arguments) {
            words.add(argument.toString());
        }
        int code = command.execute(words.toArray(String[]::new));
        return new Result(code, out.toString(), err.toString());
    }
}
