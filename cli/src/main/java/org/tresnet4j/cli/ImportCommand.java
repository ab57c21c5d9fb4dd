package org.tresnet4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.backbone.weights.LoadReport;
import org.tresnet4j.backbone.weights.StateDict;
import org.tresnet4j.backbone.weights.WeightsFile;
import org.tresnet4j.runner.spi.TaskException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        description =
                "Make a checkpoint of pretrained weights: the authors' .pth files, timm's, or safetensors. Nothing in"
                        + " the file is executed.")
final class ImportCommand implements Callable<Integer> {

    /** Of the authors' ImageNet models. */
    private static final String USUAL_SIZE = "224";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The weights; the content says of which format they are.")
    private Path file;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "NAME",
            description = "tresnet_m, tresnet_l, tresnet_xl, tresnet_l_v2, tiny or tiny_v2.")
    private TResNetVariant model;

    @Option(names = "--out", required = true, paramLabel = "CHECKPOINT", description = "The checkpoint to write.")
    private Path out;

    @Option(
            names = "--labels",
            paramLabel = "KIND",
            description =
                    "single: one label an image (softmax); multi: any number (sigmoid). Otherwise multi for files"
                            + " with class names, as those of the asymmetric loss are, or an ML-Decoder, and single for the others.")
    private Optional<ImportedModel.Labels> labels;

    @Option(
            names = "--class-names",
            paramLabel = "FILE",
            description =
                    "Names of the classes in their order, one a line; otherwise those in the file, or their numbers.")
    private Optional<Path> classNames;

    @Option(
            names = "--size",
            paramLabel = "S",
            defaultValue = USUAL_SIZE,
            converter = ImageSize.Converter.class,
            description = "Side in pixels that 'predict' resizes images to. Default: ${DEFAULT-VALUE}.")
    private ImageSize size;

    @Override
    public Integer call() {
        StateDict weights = WeightsFile.read(file);
        if (classNames.isPresent()) {
            weights = weights.withClasses(lines(classNames.get()));
        }
        ImportedModel imported = new ImportedModel(model, size.pixels(), labels);
        LoadReport report = imported.write(weights, out);
        spec.commandLine().getOut().println(report);
        spec.commandLine().getOut().println("checkpoint  " + out);
        return ExitCode.OK;
    }

    private static List<String> lines(Path names) {
        try {
            return Files.readAllLines(names);
        } catch (IOException e) {
            throw new TaskException(names + ": cannot be read (" + e + "); --class-names is a text file in UTF-8", e);
        }
    }
}
