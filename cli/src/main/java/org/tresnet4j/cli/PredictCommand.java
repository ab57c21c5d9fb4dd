package org.tresnet4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tresnet4j.runner.RunFolder;
import org.tresnet4j.runner.spi.PredictionReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "predict", description = "Apply a trained model to images; writes results and annotated pictures.")
final class PredictCommand implements Callable<Integer> {

    @ParentCommand
    private Tresnet tresnet;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "RUN",
            converter = SavedRun.Converter.class,
            description = "The folder of a run, whose best checkpoint is taken, or a checkpoint.")
    private SavedRun run;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "IMAGE_OR_FOLDER",
            description = "Image files, and folders whose image files are taken.")
    private List<Path> named;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "The folder to write; otherwise RUN/predictions, if RUN is a folder.")
    private Optional<Path> out;

    @Mixin
    private Overrides.OfPrediction overrides;

    @Override
    public Integer call() throws IOException {
        Path folder = folder();
        List<Path> images = images();
        requireKept(images, folder);
        PredictionReport report = run.load(tresnet.tasks(), overrides.values()).predict(images, folder);
        new PredictionLines(spec.commandLine()).print(report, folder);
        return ExitCode.OK;
    }

    private Path folder() {
        if (out.isEmpty() && !Files.isDirectory(run.path())) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required option: '--out FOLDER', since RUN is a checkpoint");
        }
        Path folder = out.orElseGet(() -> new RunFolder(run.path()).predictions());
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new ParameterException(spec.commandLine(), folder + " is a file; choose another --out");
        }
        return folder;
    }

    /** Annotated pictures have the names of the images, and would take their place. */
    private void requireKept(List<Path> images, Path folder) throws IOException {
        for (Path image : images) {
            Path parent = image.toAbsolutePath().getParent();
            if (Files.exists(folder) && Files.isSameFile(parent, folder)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--out " + folder + " holds the image " + image.getFileName()
                                + ", which the annotated one would replace; choose another --out");
            }
        }
    }

    private List<Path> images() throws IOException {
        try {
            return ImageFiles.expand(named);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
