package org.tresnet4j.cli;

import com.google.common.math.Quantiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.spi.BatchStream;
import org.tresnet4j.runner.spi.TrainingTask;
import org.tresnet4j.runner.train.TrainingPlan;
import org.tresnet4j.runner.train.TrainingSteps;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        description = "Measure training and inference of a model, or of a configuration on its data: speed and memory.")
final class BenchCommand implements Callable<Integer> {

    /** An epoch may have thousands. */
    private static final int BATCHES = 15;

    private static final String TUNABLES = "GLIBC_TUNABLES";

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Tresnet tresnet;

    @Parameters(
            arity = "0..1",
            paramLabel = "CONFIG",
            converter = ConfigFile.class,
            description = "A YAML file: its network is measured on a batch of its data. Otherwise give --model.")
    private Optional<Path> config;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "tresnet_m, tresnet_l, tresnet_xl, tresnet_l_v2, tiny or tiny_v2.")
    private Optional<TResNetVariant> model;

    @Option(
            names = "--size",
            paramLabel = "S",
            defaultValue = "224",
            converter = ImageSize.Converter.class,
            description = "Side of the images in pixels. Default: ${DEFAULT-VALUE}.")
    private ImageSize size;

    @Option(
            names = "--batch",
            paramLabel = "B",
            defaultValue = "8",
            description = "Images in a batch. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Mixin
    private Overrides.OfComputation overrides;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            converter = JsonFile.Converter.class,
            description = "Also write the figures as JSON.")
    private JsonFile json;

    @Override
    public Integer call() {
        if (batch < 1) {
            throw usage("--batch is " + batch + ", expected at least 1");
        }
        if (config.isPresent() == model.isPresent()) {
            throw usage("give either a CONFIG or --model");
        }
        if (System.getProperty("os.name").equals("Linux") && System.getenv(TUNABLES) == null) {
            spec.commandLine()
                    .getErr()
                    .println("note: " + TUNABLES + " is not set, so these figures are slower than they could be;"
                            + " bin/tresnet sets it");
        }
        Measured measured = config.map(this::ofConfig).orElseGet(this::ofModel);
        Benchmark.Figures figures = measured.figures();
        print(measured.images(), figures);
        if (json != null) {
            json.write(values(figures));
        }
        return ExitCode.OK;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Figures of a batch of images. */
    private record Measured(INDArray images, Benchmark.Figures figures) {

        static Measured of(Benchmark benchmark, Optional<Double> batchMillis) {
            return new Measured(benchmark.batch().getFeatures(0), benchmark.run(batchMillis));
        }
    }

    private Measured ofModel() {
        Computation computation = ComputationSettings.of(overrides.values(), spec.commandLine());
        return Measured.of(Benchmark.of(model.orElseThrow(), size.pixels(), batch, computation), Optional.empty());
    }

    /** The first batch of the first epoch. */
    private Measured ofConfig(Path file) {
        Experiment<?> experiment = new ConfigLoader(tresnet.tasks()).load(file, overrides.values());
        TrainingTask task = experiment.createTask(List.of());
        TrainingPlan plan = TrainingPlan.of(experiment, task.batchesPerEpoch());
        Benchmark benchmark;
        try (BatchStream batches = task.batches(0, 0)) {
            ComputationGraph network = task.network(plan.network());
            benchmark = new Benchmark(network, TrainingSteps.of(network, plan.config()), batches.next());
        }
        return Measured.of(benchmark, Optional.of(batchMillis(task)));
    }

    /** Of an epoch's first batches, from the second on: the first waits for the threads to start. */
    private static double batchMillis(TrainingTask task) {
        List<Double> millis = new ArrayList<>();
        try (BatchStream batches = task.batches(0, 0)) {
            while (millis.size() < BATCHES && batches.hasNext()) {
                long begun = System.nanoTime();
                batches.next();
                millis.add((System.nanoTime() - begun) / 1e6);
            }
        }
        return Quantiles.median().compute(millis.size() == 1 ? millis : millis.subList(1, millis.size()));
    }

    private static Map<String, Object> values(Benchmark.Figures figures) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("train_ms", figures.trainMillis());
        values.put("infer_ms", figures.inferMillis());
        values.put("train_peak_rss_mib", figures.peakResidentMebibytes().orElse(null));
        values.put("activation_bytes", figures.activationBytes());
        return values;
    }

    private void print(INDArray images, Benchmark.Figures figures) {
        PrintWriter out = spec.commandLine().getOut();
        long number = images.size(0);
        out.println(model.map(TResNetVariant::name)
                        .orElseGet(() -> config.orElseThrow().getFileName().toString())
                + ", " + number + (number == 1 ? " image" : " images") + " of " + images.size(3) + "x"
                + images.size(2));
        out.println(speed("training", figures.trainMillis(), number));
        out.println(speed("inference", figures.inferMillis(), number));
        out.println("  peak memory  "
                + figures.peakResidentMebibytes()
                        .map(mebibytes -> String.format(Locale.ROOT, "%.0f MiB resident while training", mebibytes))
                        .orElse("is not known on this platform"));
        figures.workspaceBytes()
                .forEach((id, bytes) -> out.printf(Locale.ROOT, "  workspace    %,d bytes %s%n", bytes, id));
        out.println("  where the time of a training step goes, in milliseconds:");
        out.println(StepTable.of(figures.step()).indent(2).stripTrailing());
        figures.batchMillis()
                .ifPresent(millis ->
                        out.printf(Locale.ROOT, "  data         %.1f ms a batch, loaded beside the step%n", millis));
    }

    private static String speed(String name, double millis, long images) {
        return String.format(
                Locale.ROOT, "  %-11s  %.1f ms a batch, %.2f images/s", name, millis, images * 1e3 / millis);
    }
}
