package org.tresnet4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tresnet4j.datasets.DatasetException;
import org.tresnet4j.runner.config.Key;
import org.tresnet4j.runner.spi.BatchStream;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.Picture;
import org.tresnet4j.runner.spi.PredictionReport;
import org.tresnet4j.runner.spi.TaskContext;
import org.tresnet4j.runner.spi.TaskProvider;
import org.tresnet4j.runner.spi.TrainingTask;

/** A task so small that a command's whole way can be gone in a second. */
public final class ToyProvider implements TaskProvider<ToyProvider.Config> {

    static final String YAML = """
            task: toy
            train:
              epochs: 2
              optimizer:
                learningRate: 0.1
            """;

    /** With the same key for the data's folder as real tasks. */
    public record Config(@Key("the data") Data data) {

        public record Data(
                @Key("the folder") Optional<Path> root,

                @Key(value = "what to throw", defaultValue = "nothing")
                Fault fault) {}
    }

    /** What goes wrong when batches are asked for. */
    public enum Fault {
        NOTHING,
        DATASET,
        BUG,
        MEMORY,
        LIBRARY,
        CUDA
    }

    @Override
    public String name() {
        return "toy";
    }

    @Override
    public Class<Config> configType() {
        return Config.class;
    }

    @Override
    public TrainingTask create(Config config, TaskContext context) {
        return new Task(config.data().fault());
    }

    private record Task(Fault fault) implements TrainingTask {

        @Override
        public List<String> classes() {
            return List.of("left", "right");
        }

        @Override
        public ComputationGraph network(NeuralNetConfiguration.Builder base) {
            ComputationGraph network = new ComputationGraph(base.graphBuilder()
                    .addInputs("points")
                    .addLayer(
                            "classes",
                            new OutputLayer.Builder(LossFunction.MCXENT)
                                    .nIn(2)
                                    .nOut(2)
                                    .activation(Activation.SOFTMAX)
                                    .build(),
                            "points")
                    .setOutputs("classes")
                    .build());
            network.init();
            return network;
        }

        @Override
        public int batchesPerEpoch() {
            return 3;
        }

        @Override
        public BatchStream batches(int epoch, int firstBatch) {
            switch (fault) {
                case NOTHING -> {}
                case DATASET -> throw new DatasetException("annotations.json: annotation 7: image 3 is not in images");
                case BUG -> throw new IllegalStateException("nobody thought of this");
                case MEMORY -> throw new OutOfMemoryError("Physical memory usage is too high");
                case LIBRARY -> throw new UnsatisfiedLinkError("no toy in java.library.path");
                case CUDA -> throw new UnsatisfiedLinkError("no jnind4jcuda in java.library.path");
            }
            return BatchStream.of(
                    firstBatch,
                    batchesPerEpoch(),
                    batch -> new org.nd4j.linalg.dataset.MultiDataSet(
                            Nd4j.create(new float[][] {{-1, 0}, {1, 0}}), Nd4j.create(new float[][] {{1, 0}, {0, 1}})));
        }

        @Override
        public List<String> evaluationSplits() {
            return List.of("val", "test");
        }

        @Override
        public Evaluation evaluate(ComputationGraph network, String split) {
            double value = split.equals("val") ? 200.0 / 3 : 50;
            return new Evaluation(Map.of("mAP", value), "mAP", Map.of("left", value, "right", value));
        }

        @Override
        public PredictionReport predict(ComputationGraph network, List<Path> images, Path out) {
            String names =
                    images.stream().map(path -> path.getFileName().toString()).collect(Collectors.joining("\n"));
            try {
                return new PredictionReport(
                        images.size(),
                        List.of("x.jpg: broken"),
                        List.of(Files.writeString(out.resolve("names.txt"), names)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public List<Picture> showcase(ComputationGraph network, Path out, int count) {
            return List.of();
        }
    }
}
