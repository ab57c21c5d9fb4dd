package org.tresnet4j.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tresnet4j.runner.Training;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "train", description = "Train a model as a YAML file says. Ctrl-C saves a checkpoint first.")
final class TrainCommand implements Callable<Integer> {

    @ParentCommand
    private Tresnet tresnet;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CONFIG", description = "The YAML file, e.g. configs/multilabel/tiny-shapes.yaml.")
    private Path config;

    @Mixin
    private Overrides overrides;

    @Option(
            names = "--out",
            paramLabel = "RUN",
            description = "The folder to write, new or empty; otherwise runs/<config>-<time>.")
    private Optional<Path> out;

    @Override
    public Integer call() {
        TrainingSession session = new TrainingSession(tresnet, spec.commandLine());
        Training.Outcome outcome = session.run(config, overrides.values(), out);
        return session.report(outcome);
    }
}
