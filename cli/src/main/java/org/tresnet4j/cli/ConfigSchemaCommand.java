package org.tresnet4j.cli;

import java.util.concurrent.Callable;
import org.tresnet4j.runner.config.JsonSchema;
import org.tresnet4j.runner.config.Tasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "schema",
        description = "Print the JSON Schema of configurations, by which editors complete, explain and check them.")
final class ConfigSchemaCommand implements Callable<Integer> {

    @ParentCommand
    private ConfigCommand config;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TaskName task;

    @Override
    public Integer call() {
        Tasks tasks = config.tasks();
        String schema = task.isGiven() ? JsonSchema.of(task.of(tasks).get(0)) : JsonSchema.of(tasks);
        spec.commandLine().getOut().println(schema);
        return ExitCode.OK;
    }
}
