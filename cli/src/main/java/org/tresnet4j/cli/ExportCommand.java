package org.tresnet4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.tresnet4j.backbone.onnx.OnnxModel;
import org.tresnet4j.backbone.onnx.OnnxSource;
import org.tresnet4j.backbone.weights.GraphWeights;
import org.tresnet4j.backbone.weights.Naming;
import org.tresnet4j.backbone.weights.SafetensorsWriter;
import org.tresnet4j.backbone.weights.StateDict;
import org.tresnet4j.runner.TrainedModel;
import org.tresnet4j.runner.checkpoint.Checkpoint;
import org.tresnet4j.runner.spi.TaskException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description = "Write a model for other programs: the weights of its backbone and head as safetensors (necks and"
                + " heads of detectors have no names elsewhere and are left out), or all of it as ONNX.")
final class ExportCommand implements Callable<Integer> {

    @ParentCommand
    private Tresnet tresnet;

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
            converter = ExportFormat.Converter.class,
            description =
                    "safetensors, or official-names: the authors' names, every bit as it is; timm: the names of timm"
                            + " since 0.9, with the normalisation's scale as it acts, |w| + 1e-5; onnx: the network as"
                            + " it predicts, for ONNX Runtime and others.")
    private ExportFormat format;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path out;

    @Mixin
    private OnnxOptions onnx;

    @Override
    public Integer call() {
        if (format.naming().isEmpty()) {
            writeOnnx();
        } else if (onnx.areGiven()) {
            throw new ParameterException(spec.commandLine(), "--size and --nms are options of --format onnx only");
        } else {
            writeWeights(format.naming().get());
        }
        return ExitCode.OK;
    }

    private void writeWeights(Naming naming) {
        Checkpoint checkpoint = run.checkpoint();
        StateDict weights = GraphWeights.of(checkpoint.network(), naming);
        if (GraphWeights.classes(weights).isPresent()) {
            weights = weights.withClasses(checkpoint.info().classes());
        }
        SafetensorsWriter.write(weights, out);
        spec.commandLine().getOut().println(weights.tensors().size() + " tensors  " + out);
    }

    private void writeOnnx() {
        TrainedModel trained = run.load(tresnet.tasks(), List.of());
        OnnxSource source = trained.taskAs(OnnxSource.class)
                .orElseThrow(() -> new TaskException(run.path() + ": networks of the task '"
                        + trained.info().task() + "' cannot be written as ONNX; the other formats take their weights"));
        OnnxModel model = model(source, trained.network());
        model.write(out);
        spec.commandLine().getOut().println(model.operators() + " operators  " + out);
    }

    private OnnxModel model(OnnxSource source, ComputationGraph network) {
        try {
            return source.onnx(network, onnx.request());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
