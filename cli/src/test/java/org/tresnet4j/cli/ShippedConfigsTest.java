package org.tresnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.spi.TrainingTask;
import org.tresnet4j.runner.train.TrainingPlan;

class ShippedConfigsTest {

    private static final Path CONFIGS = Path.of("").toAbsolutePath().getParent().resolve("configs");

    static List<Path> configs() throws IOException {
        try (Stream<Path> files = Files.walk(CONFIGS)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("configs")
    void loadsAndBuilds(Path config) {
        Experiment<?> experiment = new ConfigLoader(Tasks.installed()).load(config, List.of());
        List<String> classes =
                IntStream.range(0, 80).mapToObj(i -> "class " + i).toList();
        TrainingTask task = experiment.createTask(classes);
        TrainingPlan plan =
                new TrainingPlan(experiment.run().train(), experiment.run().seed(), 100);
        ComputationGraph network = task.network(plan.network());
        assertThat(network.numParams()).isPositive();
    }
}
