package org.tresnet4j.detection.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.backbone.weights.GraphWeights;
import org.tresnet4j.backbone.weights.Naming;
import org.tresnet4j.backbone.weights.SafetensorsWriter;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Tasks;

/** The key {@code weights}: what a detector's backbone starts from. */
class PretrainedDetectorTest {

    private static final Path CONFIG =
            Path.of("").toAbsolutePath().getParent().resolve("configs/detection/tiny-shapes.yaml");

    @TempDir
    private Path folder;

    private static ComputationGraph detector(String... overrides) {
        return new ConfigLoader(Tasks.installed())
                .load(CONFIG, List.of(overrides))
                .createTask(List.of("a", "b"))
                .network(new NeuralNetConfiguration.Builder().seed(3));
    }

    @Test
    void loadsAClassifiersBackboneAndLeavesTheRest() {
        Nd4j.getRandom().setSeed(11);
        ComputationGraph classifier =
                new ComputationGraph(TResNet.of(TResNetVariant.TINY).build());
        classifier.init();
        Path file = folder.resolve("tiny.safetensors");
        SafetensorsWriter.write(GraphWeights.of(classifier, Naming.TIMM), file);

        ComputationGraph fresh = detector("model.variant=tiny");
        ComputationGraph loaded = detector("model.variant=tiny", "weights=" + file);
        for (String key : loaded.paramTable().keySet()) {
            if (!key.startsWith("body.")) {
                assertThat(loaded.getParam(key)).as(key).isEqualTo(fresh.getParam(key));
            } else if (key.endsWith("_W")) {
                assertThat(loaded.getParam(key)).as(key).isEqualTo(classifier.getParam(key));
            }
        }
    }
}
