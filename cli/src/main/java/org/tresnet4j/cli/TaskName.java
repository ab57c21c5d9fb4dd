package org.tresnet4j.cli;

import java.util.List;
import java.util.Optional;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.spi.TaskProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --task}. */
final class TaskName {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            description = "One task only, e.g. detection; otherwise all of them.")
    private Optional<String> name;

    boolean isGiven() {
        return name.isPresent();
    }

    /** The task that was named, or every one. */
    List<TaskProvider<?>> of(Tasks tasks) {
        return name.map(List::of).orElseGet(tasks::names).stream()
                .<TaskProvider<?>>map(task -> tasks.find(task)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(),
                                "there is no task '" + task + "'; there are " + String.join(", ", tasks.names()))))
                .toList();
    }
}
