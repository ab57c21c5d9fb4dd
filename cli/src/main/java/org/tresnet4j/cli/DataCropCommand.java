package org.tresnet4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.tresnet4j.datasets.coco.CocoSplit;
import org.tresnet4j.datasets.crop.BoxCrops;
import org.tresnet4j.datasets.crop.CropOptions;
import org.tresnet4j.datasets.crop.CropReport;
import org.tresnet4j.datasets.image.OnCorruptImage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "crop",
        description =
                "Cut every box out into a picture of its own, in a folder for each class, to train classifiers on: in OUT,"
                        + " or of a YAML file's splits in OUT/train, OUT/val and OUT/test.")
final class DataCropCommand implements Callable<Integer> {

    /** Folders by the names that data sets of classes usually have; other splits keep theirs. */
    private static final Map<String, String> FOLDERS = Map.of("validation", "val");

    @ParentCommand
    private DataCommand data;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataArguments arguments;

    @Option(names = "--out", required = true, paramLabel = "OUT", description = "The folder to write, new or empty.")
    private Path out;

    @Option(
            names = "--margin",
            paramLabel = "PART",
            defaultValue = "0.1",
            description = "What is added on each side, as a part of the box's width or height."
                    + " Default: ${DEFAULT-VALUE}.")
    private double margin;

    @Option(
            names = "--min-side",
            paramLabel = "PIXELS",
            defaultValue = "8",
            description = "Boxes with a shorter side are left out. Default: ${DEFAULT-VALUE}.")
    private double smallestSide;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "jpg",
            description = "jpg or png. Default: ${DEFAULT-VALUE}.")
    private CropOptions.Format format;

    @Override
    public Integer call() throws IOException {
        requireUnused();
        ConfiguredData configured = arguments.load(data.tasks());
        CropOptions options = options(configured.onCorruptImage());
        for (CocoSplit split : configured.splits()) {
            crop(split, arguments.isConfig() ? folder(split) : out, options);
        }
        return ExitCode.OK;
    }

    private Path folder(CocoSplit split) {
        return out.resolve(FOLDERS.getOrDefault(split.name(), split.name()));
    }

    private CropOptions options(OnCorruptImage onCorruptImage) {
        try {
            return new CropOptions(margin, smallestSide, format, onCorruptImage);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void requireUnused() throws IOException {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new ParameterException(spec.commandLine(), out + " is a file; choose another --out");
        }
        if (Files.isDirectory(out)) {
            try (Stream<Path> files = Files.list(out)) {
                if (files.findAny().isPresent()) {
                    throw new ParameterException(
                            spec.commandLine(), out + " already holds files; choose another --out");
                }
            }
        }
    }

    private void crop(CocoSplit split, Path folder, CropOptions options) {
        CropReport report = BoxCrops.write(split.read(), folder, options);
        report.skipped().forEach(fault -> spec.commandLine().getErr().println("skipped: " + fault.getMessage()));
        PrintWriter lines = spec.commandLine().getOut();
        lines.println(folder + ": " + report.total() + " pictures; left out: " + report.small() + " small, "
                + report.crowds() + " crowds");
        lines.println(Table.ofCounts(report.pictures().entrySet().stream()
                .map(entry -> List.of(entry.getKey(), String.valueOf(entry.getValue())))
                .toList()));
    }
}
