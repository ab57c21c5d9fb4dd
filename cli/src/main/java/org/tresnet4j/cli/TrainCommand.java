package org.tresnet4j.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tresnet4j.runner.Training;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "train", description = "Train a model as a YAML file says. Ctrl-C saves a checkpoint first.")
final class TrainCommand implements Callable<Integer> {

    @ParentCommand
    private Tresnet tresnet;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "CONFIG",
            converter = ConfigFile.class,
            description = "The YAML file, e.g. configs/multilabel/tiny-shapes.yaml; not with --resume.")
    private Optional<Path> config;

    @Mixin
    private Overrides.OfTraining overrides;

    @Option(
            names = "--out",
            paramLabel = "RUN",
            description = "The folder to write, new or empty; otherwise runs/<config>-<time>.")
    private Optional<Path> out;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "Go on with a run that was stopped or killed, as if it had not been.")
    private Optional<Path> resumed;

    @Option(names = "--changed-data", description = "With --resume: accept images or annotations that have changed.")
    private boolean changedData;

    @Override
    public Integer call() {
        TrainingSession session = new TrainingSession(tresnet, spec.commandLine());
        return session.report(resumed.isPresent() ? resume(session, resumed.get()) : begin(session));
    }

    private Training.Outcome begin(TrainingSession session) {
        if (changedData) {
            throw wrong("--changed-data is of use with --resume only");
        }
        return session.run(
                config.orElseThrow(() -> wrong("name the CONFIG to train, or a run to go on with (--resume RUN)")),
                overrides.values(),
                out);
    }

    private Training.Outcome resume(TrainingSession session, Path run) {
        if (config.isPresent() || out.isPresent()) {
            throw wrong("a run is resumed with its own configuration and in its own folder: leave "
                    + (config.isPresent() ? "CONFIG" : "--out") + " away, and change single keys with --set");
        }
        return session.resume(run, overrides.values(), changedData);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
