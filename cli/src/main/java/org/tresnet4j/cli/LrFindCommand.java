package org.tresnet4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.tresnet4j.runner.LearningRateSearch;
import org.tresnet4j.runner.train.RangeTest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "lr-find",
        description = "Train a little with a growing learning rate, to see which ones a recipe can bear"
                + " (learning rate range test). Nothing is kept but the picture.")
final class LrFindCommand implements Callable<Integer> {

    @ParentCommand
    private Tresnet tresnet;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CONFIG", converter = ConfigFile.class, description = "The YAML file.")
    private Path config;

    @Mixin
    private Overrides.OfTraining overrides;

    @Option(names = "--from", defaultValue = "1e-6", description = "The first learning rate: ${DEFAULT-VALUE}.")
    private double from;

    @Option(names = "--to", defaultValue = "1", description = "The last learning rate: ${DEFAULT-VALUE}.")
    private double to;

    @Option(names = "--iterations", defaultValue = "100", description = "Steps at most: ${DEFAULT-VALUE}.")
    private int iterations;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "lr-find.png",
            description = "The picture: ${DEFAULT-VALUE}.")
    private Path picture;

    @Override
    public Integer call() {
        RangeTest.Result result =
                LearningRateSearch.run(tresnet.tasks(), config, overrides.values(), options(), picture);
        PrintWriter out = spec.commandLine().getOut();
        RangeTest.Point last = result.points().get(result.points().size() - 1);
        out.println("iterations     " + result.points().size());
        out.println(number("least loss at", result.least()));
        if (result.blewUp()) {
            out.println(number("blew up after", last.rate()));
        }
        out.println(result.steepest()
                .map(rate -> number("falls fastest", rate) + "   a learning rate to begin with")
                .orElse("the loss does not fall: give more --iterations or another range"));
        out.println("picture        " + picture);
        return ExitCode.OK;
    }

    private RangeTest.Options options() {
        try {
            return new RangeTest.Options(from, to, iterations);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static String number(String name, double value) {
        return String.format(Locale.ROOT, "%-14s %.3g", name, value);
    }
}
