package org.tresnet4j.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.runner.spi.TaskException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "forward",
        description =
                "Put a tensor through a model in inference mode, e.g. to compare with another program: no image is"
                        + " decoded or resized, and no sigmoid or softmax applied.")
final class ForwardCommand implements Callable<Integer> {

    private static final int COLOURS = 3;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CHECKPOINT",
            converter = SavedRun.Converter.class,
            description = "A checkpoint, or the folder of a run, whose best checkpoint is taken.")
    private SavedRun run;

    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE",
            description = "A .npy file with a float tensor [N,3,H,W]: RGB in [0,1], sides multiples of 32.")
    private Path input;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description =
                    "The .npy file to write: logits [N,classes] of a tagger or classifier, rows [N,A,classes+5] of a"
                            + " detector.")
    private Path output;

    @Option(
            names = "--features",
            description = "Also write the maps of the four stages [N,C,H',W'] beside it: for --output y.npy y_c2.npy,"
                    + " y_c3.npy, y_c4.npy and y_c5.npy.")
    private boolean features;

    @Override
    public Integer call() {
        INDArray images = images();
        Map<String, INDArray> results = new RawOutputs(run.checkpoint().network(), features).of(images);
        results.forEach((name, array) -> {
            Path file = name.equals(RawOutputs.OUTPUT) ? output : beside(name);
            new NpyFile(file).write(array);
            spec.commandLine().getOut().println(file + "  " + Arrays.toString(array.shape()));
        });
        return ExitCode.OK;
    }

    private INDArray images() {
        INDArray images = new NpyFile(input).read();
        long[] shape = images.shape();
        if (shape.length != 4
                || shape[0] == 0
                || shape[1] != COLOURS
                || shape[2] == 0
                || shape[2] % TResNet.STRIDE != 0
                || shape[3] == 0
                || shape[3] % TResNet.STRIDE != 0) {
            throw new TaskException(input + ": has the shape " + Arrays.toString(shape) + ", expected [N,3,H,W] with H"
                    + " and W multiples of " + TResNet.STRIDE);
        }
        return images;
    }

    private Path beside(String level) {
        String name = output.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String suffix = dot > 0 ? name.substring(dot) : "";
        return output.resolveSibling(stem + "_" + level.toLowerCase(Locale.ROOT) + suffix);
    }
}
