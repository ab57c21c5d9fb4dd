package org.tresnet4j.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tresnet4j.runner.config.ConfigKeys;
import org.tresnet4j.runner.spi.TaskProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "explain", description = "Print what a key of a configuration means and what it may be.")
final class ConfigExplainCommand implements Callable<Integer> {

    @ParentCommand
    private ConfigCommand config;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "KEY",
            description = "A dotted key, e.g. train.optimizer.momentum, or a section; otherwise the top level.")
    private Optional<String> key;

    @Mixin
    private TaskName task;

    @Override
    public Integer call() {
        List<TaskProvider<?>> providers = task.of(config.tasks());
        Map<String, List<String>> tasksByText = new LinkedHashMap<>();
        for (TaskProvider<?> provider : providers) {
            text(ConfigKeys.of(provider))
                    .ifPresent(text -> tasksByText
                            .computeIfAbsent(text, t -> new ArrayList<>())
                            .add(provider.name()));
        }
        if (tasksByText.isEmpty()) {
            throw unknown(providers);
        }
        PrintWriter out = spec.commandLine().getOut();
        tasksByText.forEach((text, tasks) -> {
            if (tasks.size() < providers.size()) {
                out.println("task " + String.join(", ", tasks) + ":");
            }
            out.println(text);
        });
        return ExitCode.OK;
    }

    private Optional<String> text(ConfigKeys keys) {
        return key.isEmpty()
                ? Optional.of(KeyText.ofTopLevel(keys))
                : keys.find(key.get()).map(found -> KeyText.of(key.get(), found, keys));
    }

    private ParameterException unknown(List<TaskProvider<?>> providers) {
        List<ConfigKeys> keys =
                providers.stream().<ConfigKeys>map(ConfigKeys::of).toList();
        String cure = ConfigKeys.nearest(key.orElseThrow(), keys)
                .map(near -> "did you mean " + near + "?")
                .orElse("without a key, the top level is shown");
        return new ParameterException(spec.commandLine(), "there is no key '" + key.orElseThrow() + "'; " + cure);
    }
}
