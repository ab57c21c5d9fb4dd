package org.tresnet4j.benchmarks.worker;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.common.collect.Iterables;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "onnx", description = "An ONNX file in ONNX Runtime; one input, images [N,3,S,S].")
final class OnnxCommand implements Callable<Workload> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private StepOptions step;

    @Option(names = "--file", required = true)
    private Path file;

    @Option(names = "--threads", required = true)
    private int threads;

    @Override
    public Workload call() throws OrtException {
        if (step.mode() != Mode.INFER) {
            throw new ParameterException(spec.commandLine(), "ONNX Runtime only infers, use --mode infer");
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession session = environment.createSession(file.toString(), options());
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
