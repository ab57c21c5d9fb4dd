package org.tresnet4j.benchmarks.worker;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "djl-torchscript", description = "A TorchScript file in DJL; images [N,3,S,S] to logits [N,C].")
final class DjlTorchScriptCommand implements Callable<Workload> {

    @Mixin
    private StepOptions step;

    @Option(names = "--file", required = true)
    private Path file;

    @Option(names = "--threads", required = true)
    private int threads;

    @Override
    public Workload call() throws IOException, MalformedModelException {
        DjlThreads.set(threads);
        boolean trains = step.mode() == Mode.TRAIN;
        Model model = Model.newInstance(file.getFileName().toString(), DjlThreads.ENGINE);
        try (InputStream stream = Files.newInputStream(file)) {
            model.load(stream, Map.of("trainParam", Boolean.toString(trains)));
        }
        return trains ? new DjlTraining(model, step) : new DjlInference(model, step);
    }
}
