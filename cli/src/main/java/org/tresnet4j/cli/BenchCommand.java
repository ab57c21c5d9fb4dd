package org.tresnet4j.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tresnet4j.backbone.TResNetVariant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "bench", description = "Measure training and inference of a model: speed and memory.")
final class BenchCommand implements Callable<Integer> {

    private static final String TUNABLES = "GLIBC_TUNABLES";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "NAME",
            description = "tresnet_m, tresnet_l, tresnet_xl, tresnet_l_v2, tiny or tiny_v2.")
    private TResNetVariant model;

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
    private ComputationSettings computation;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            converter = JsonFile.Converter.class,
            description = "Also write the figures as JSON.")
    private JsonFile json;

    @Override
    public Integer call() {
        if (batch < 1) {
            throw new ParameterException(spec.commandLine(), "--batch is " + batch + ", expected at least 1");
        }
        if (System.getProperty("os.name").equals("Linux") && System.getenv(TUNABLES) == null) {
            spec.commandLine()
                    .getErr()
                    .println("note: " + TUNABLES + " is not set, so these figures are slower than they could be;"
                            + " bin/tresnet sets it");
        }
        Benchmark.Figures figures =
                new Benchmark(model, size.pixels(), batch, computation.value(spec.commandLine())).run();
        print(figures);
        if (json != null) {
            json.write(values(figures));
        }
        return ExitCode.OK;
    }

    private static Map<String, Object> values(Benchmark.Figures figures) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("train_ms", figures.trainMillis());
        values.put("infer_ms", figures.inferMillis());
        values.put("train_peak_rss_mib", figures.peakResidentMebibytes().orElse(null));
        values.put("activation_bytes", figures.activationBytes());
        return values;
    }

    private void print(Benchmark.Figures figures) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(model.name() + ", " + batch + (batch == 1 ? " image" : " images") + " of " + size.pixels() + "x"
                + size.pixels());
        out.println(speed("training", figures.trainMillis()));
        out.println(speed("inference", figures.inferMillis()));
        out.println("  peak memory  "
                + figures.peakResidentMebibytes()
                        .map(mebibytes -> String.format(Locale.ROOT, "%.0f MiB resident while training", mebibytes))
                        .orElse("is not known on this platform"));
        figures.workspaceBytes()
                .forEach((id, bytes) -> out.printf(Locale.ROOT, "  workspace    %,d bytes %s%n", bytes, id));
        out.println("  where the time of a training step goes:");
        figures.step()
                .shares()
                .forEach((kind, millis) -> out.printf(
                        Locale.ROOT,
                        "    %-28s %7.1f ms %3.0f%%%n",
                        kind,
                        millis,
                        100 * millis / figures.step().totalMillis()));
    }

    private String speed(String name, double millis) {
        return String.format(
                Locale.ROOT, "  %-11s  %.1f ms a batch, %.2f images/s", name, millis, batch * 1e3 / millis);
    }
}
