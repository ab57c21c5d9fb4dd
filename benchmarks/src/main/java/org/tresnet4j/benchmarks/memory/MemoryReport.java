package org.tresnet4j.benchmarks.memory;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tresnet4j.benchmarks.Suite;
import org.tresnet4j.runner.Training;
import org.tresnet4j.runner.config.ConfigException;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.listen.Step;
import org.tresnet4j.runner.listen.TrainingListener;

/** A whole run of 2,000 steps with evaluations and checkpoints; started by {@code benchmarks/run memory}. */
public final class MemoryReport {

    private static final String CONFIG = """
            task: changing-sizes
            sizes: [96, 128, 160]
            batch: 8
            batches: 200
            train:
              epochs: 10
              logEvery: 100
              threads: 1
              optimizer:
                type: adamw
                learningRate: 0.001
              ema:
                decay: 0.99
            """;

    private MemoryReport() {}

    /**
     * @param args {@code key=value}, over the configuration above
     */
    public static void main(String[] args) throws IOException {
        try {
            measure(List.of(args));
        } catch (ConfigException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void measure(List<String> overrides) throws IOException {
        Path run = Files.createTempDirectory("memory");
        MemorySeries series = new MemorySeries();
        try {
            Path config = Files.writeString(run.resolve("memory.yaml"), CONFIG);
            new Training(Tasks.of(new ChangingSizesProvider()))
                    .listen(into(series))
                    .run(config, overrides, Optional.of(run.resolve("run")));
        } finally {
            MoreFiles.deleteRecursively(run, RecursiveDeleteOption.ALLOW_INSECURE);
        }
        Path table = Path.of(System.getProperty(Suite.HOME, "."), "target", "memory.md");
        Files.writeString(table, series.render());
        System.out.println(series.growth());
        System.err.println("written: " + table);
    }

    private static TrainingListener into(MemorySeries series) {
        return new TrainingListener() {
            @Override
            public void stepped(Step step) {
                if (step.due()) {
                    MemorySeries.Point point = new MemorySeries.Point(
                            step.iteration(),
                            step.memoryBytes(),
                            Runtime.getRuntime().totalMemory());
                    series.add(point);
                    System.out.println(point);
                }
            }
        };
    }
}
