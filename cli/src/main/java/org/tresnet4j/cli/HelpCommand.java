package org.tresnet4j.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** As {@code --help} of what is named, over any number of groups; picocli's own command reads one name and drops the rest. */
@Command(name = "help", description = "Show what a command does and takes.")
final class HelpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "The command, with its group before it; otherwise all commands are listed.")
    private List<String> names = List.of();

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine().getParent();
        for (String name : names) {
            command = below(command, name);
        }
        command.usage(spec.commandLine().getOut());
        return ExitCode.OK;
    }

    private CommandLine below(CommandLine group, String name) {
        Map<String, CommandLine> commands = group.getSubcommands();
        if (!commands.containsKey(name)) {
            String known = commands.isEmpty()
                    ? "has no commands of its own"
                    : "has no command '" + name + "'; there are " + String.join(", ", commands.keySet());
            throw new ParameterException(
                    spec.commandLine(), "'" + group.getCommandSpec().qualifiedName() + "' " + known);
        }
        return commands.get(name);
    }
}
