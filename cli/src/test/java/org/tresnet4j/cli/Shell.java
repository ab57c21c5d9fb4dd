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

    private final Optional<Path> home;

    Shell() {
        this(Optional.empty());
    }

    Shell(Optional<Path> home) {
        this.home = home;
    }

    /** What a command did. */
    record Result(int code, String out, String err) {}

    Result run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Interruption interruption = new Interruption((signal, action) -> {}, () -> {});
        CommandLine command = new Tresnet(Tasks.of(new ToyProvider()), home, interruption)
                .commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        List<String> words = new ArrayList<>();
        for (Object argument : arguments) {
            words.add(argument.toString());
        }
        int code = command.execute(words.toArray(String[]::new));
        return new Result(code, out.toString(), err.toString());
    }
}
