package org.tresnet4j.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tresnet4j.backbone.weights.GraphWeights;
import org.tresnet4j.backbone.weights.Naming;
import org.tresnet4j.backbone.weights.SafetensorsWriter;
import org.tresnet4j.backbone.weights.StateDict;
import org.tresnet4j.runner.checkpoint.Checkpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "export",
        description = "Write a model's backbone and head as a safetensors file for other programs. Necks and heads"
                + " of detectors have no names elsewhere and are left out.")
final class ExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CHECKPOINT",
            converter = SavedRun.Converter.class,
            description = "A checkpoint, or the folder of a run, whose best checkpoint is taken.")
    private SavedRun run;

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            converter = Format.class,
            description =
                    "safetensors, or official-names: the authors' names, every bit as it is; timm: the names of timm"
                            + " since 0.9, with the normalisation's scale as it acts, |w| + 1e-5.")
    private Naming naming;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The .safetensors file to write.")
    private Path out;

    @Override
    public Integer call() {
        Checkpoint checkpoint = run.checkpoint();
        StateDict weights = GraphWeights.of(checkpoint.network(), naming);
        if (GraphWeights.classes(weights).isPresent()) {
            weights = weights.withClasses(checkpoint.info().classes());
        }
        SafetensorsWriter.write(weights, out);
        spec.commandLine().getOut().println(weights.tensors().size() + " tensors  " + out);
        return ExitCode.OK;
    }

    /** The file is always safetensors; the formats differ in the names. */
    static final class Format implements ITypeConverter<Naming> {

        @Override
        public Naming convert(String value) {
            return switch (value) {
                case "safetensors", "official-names" -> Naming.OFFICIAL;
                case "timm" -> Naming.TIMM;
                default ->
                    throw new TypeConversionException("'" + value + "' is none of safetensors, timm, official-names");
            };
        }
    }
}
