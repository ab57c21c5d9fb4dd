package org.tresnet4j.cli;

import org.tresnet4j.runner.config.Tasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "data",
        description = "Split, check and count a data set before something is trained on it.",
        subcommands = {
            DataSplitCommand.class,
            DataCheckCommand.class,
            DataStatsCommand.class,
            DataCropCommand.class,
            DataShardCommand.class,
            HelpCommand.class
        })
final class DataCommand {

    @ParentCommand
    private Tresnet tresnet;

    Tasks tasks() {
        return tresnet.tasks();
    }
}
