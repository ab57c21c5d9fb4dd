package org.tresnet4j.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.tresnet4j.datasets.inspect.DatasetCheck;
import org.tresnet4j.datasets.inspect.SplitReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = "Decode every picture and read every record of all splits; tell what is wrong.",
        footer = "%nExit code: 1 if training would fail on something.")
final class DataCheckCommand implements Callable<Integer> {

    @ParentCommand
    private DataCommand data;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataArguments arguments;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            converter = JsonFile.Converter.class,
            description = "Also write everything that was found as JSON.")
    private JsonFile json;

    @Override
    public Integer call() {
        ConfiguredData configured = arguments.load(data.tasks());
        List<SplitReport> reports = DatasetCheck.check(
                configured.splits(),
                split -> spec.commandLine().getErr().println("checking " + split.name() + ": " + split.annotations()));
        CheckText text = new CheckText(reports, configured.onCorruptImage());
        text.print(spec.commandLine().getOut());
        if (json != null) {
            json.write(text.values());
        }
        return text.isBroken() ? ExitCode.FAILURE : ExitCode.OK;
    }
}
