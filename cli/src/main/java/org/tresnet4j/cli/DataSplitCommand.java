package org.tresnet4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tresnet4j.datasets.split.CocoFileSplit;
import org.tresnet4j.datasets.split.SplitFractions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "split",
        description = "Make one annotation file into those of training, validation and test, each class in all of them"
                + " as far as it goes round. The pictures stay where they are.")
final class DataSplitCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ANNOTATIONS", description = "An annotation file in COCO's format.")
    private Path annotations;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FOLDER",
            description = "Where instances_train.json, instances_validation.json and instances_test.json are written;"
                    + " it must not hold any of them yet.")
    private Path out;

    @Option(
            names = "--validation",
            paramLabel = "PART",
            defaultValue = "0.2",
            description = "Part of the images that is measured on while training. Default: ${DEFAULT-VALUE}.")
    private double validation;

    @Option(
            names = "--test",
            paramLabel = "PART",
            defaultValue = "0",
            description = "Part of the images that is kept back for a last measurement. Default: none.")
    private double test;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Another one, another split; the same one, the same. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() {
        SplitFractions fractions = fractions();
        requireUnused();
        SplitText text = new SplitText(CocoFileSplit.write(annotations, fractions, seed, out));
        text.print(spec.commandLine().getOut());
        return ExitCode.OK;
    }

    private SplitFractions fractions() {
        try {
            return new SplitFractions(validation, test);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void requireUnused() {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new ParameterException(spec.commandLine(), out + " is a file; choose another --out");
        }
        // also the file of a part that is not wanted: it would be of another split
        CocoFileSplit.files(out).stream().filter(Files::exists).findFirst().ifPresent(file -> {
            throw new ParameterException(
                    spec.commandLine(), file + " already exists; remove it or choose another --out");
        });
    }
}
