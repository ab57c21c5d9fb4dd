package org.tresnet4j.cli;

import org.tresnet4j.runner.config.Tasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "config",
        description = "Tell what a configuration may say.",
        subcommands = {ConfigSchemaCommand.class, ConfigExplainCommand.class, HelpCommand.class})
final class ConfigCommand {

    @ParentCommand
    private Tresnet tresnet;

    Tasks tasks() {
        return tresnet.tasks();
    }
}
