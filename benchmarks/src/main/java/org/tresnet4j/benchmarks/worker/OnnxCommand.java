package org.tresnet4j.benchmarks.worker;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.common.collect.Iterables;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.onnx.OnnxClassifier;
import org.tresnet4j.backbone.onnx.OnnxMetadata;
import org.tresnet4j.backbone.onnx.OnnxRequest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "onnx", description = "A model in ONNX Runtime; one input, images [N,3,S,S].")
final class OnnxCommand implements Callable<Workload> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private StepOptions step;

    @ArgGroup(multiplicity = "1")
    private Model model;

    @Option(names = "--threads", required = true)
    private int threads;

    /** Where it comes from. */
    private static final class Model {

        @Option(names = "--file", description = "An ONNX file.")
        private Optional<Path> file = Optional.empty();

        @Option(names = "--model", description = "A name of the family's table: this project's network and export.")
        private String name;

        byte[] bytes(StepOptions step) throws IOException {
            return file.isPresent() ? Files.readAllBytes(file.get()) : exported(step);
        }

        private byte[] exported(StepOptions step) {
            List<String> classes = IntStream.range(0, StepOptions.CLASSES)
                    .mapToObj(String::valueOf)
                    .toList();
            return OnnxClassifier.of(
                            new OurNetworks(Computation.DEFAULT).create(name),
                            step.size(),
                            new OnnxRequest(Optional.empty(), false),
                            new OnnxMetadata("classification", classes, "none", "0", Map.of()))
                    .toBytes();
        }
    }

    @Override
    public Workload call() throws OrtException, IOException {
        if (step.mode() != Mode.INFER) {
            throw new ParameterException(spec.commandLine(), "ONNX Runtime only infers, use --mode infer");
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession session = environment.createSession(model.bytes(step), options());
        long[] shape = {step.batch(), StepOptions.CHANNELS, step.size(), step.size()};
        OnnxTensor images = OnnxTensor.createTensor(environment, pixels(shape), shape);
        Map<String, OnnxTensor> inputs = Map.of(Iterables.getOnlyElement(session.getInputNames()), images);
        return () -> session.run(inputs).close();
    }

    private OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        return options;
    }

    /** Outside the Java heap, where ONNX Runtime takes them without a copy. */
    private static FloatBuffer pixels(long[] shape) {
        int count = Math.toIntExact(shape[0] * shape[1] * shape[2] * shape[3]);
        FloatBuffer pixels = ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < count; i++) {
            pixels.put(i, (float) random.nextDouble());
        }
        return pixels;
    }
}
