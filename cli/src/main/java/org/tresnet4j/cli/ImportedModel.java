package org.tresnet4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.LinearHead;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.backbone.weights.GraphWeights;
import org.tresnet4j.backbone.weights.LoadReport;
import org.tresnet4j.backbone.weights.StateDict;
import org.tresnet4j.classification.loss.SingleLabelLoss;
import org.tresnet4j.multilabel.head.DecoderSize;
import org.tresnet4j.multilabel.head.MlDecoder;
import org.tresnet4j.multilabel.loss.AsymmetricLoss;
import org.tresnet4j.runner.checkpoint.CheckpointInfo;
import org.tresnet4j.runner.checkpoint.CheckpointWriter;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.spi.TaskException;

/**
 * A checkpoint of weights that were trained elsewhere: a classifier, or a tagger where labels do not exclude one another,
 * with the head that the file has.
 *
 * @param variant of the backbone
 * @param size pixels a side that images are resized to
 * @param labels empty: what the file suggests
 */
record ImportedModel(TResNetVariant variant, int size, Optional<Labels> labels) {

    /** Classes of a file that has only a backbone: ImageNet's, as {@link TResNet.Builder} has it. */
    private static final int USUAL_CLASSES = 1000;

    /** What the classifier's numbers are, and the task whose {@code predict} understands them. */
    enum Labels {
        /** One label an image: softmax. */
        SINGLE("classification", Activation.SOFTMAX, SingleLabelLoss.crossEntropy(0), """
                    format: folder
                    images: train
                  validation:
                    format: folder
                    images: val
                """),
        /** Any number of labels: a sigmoid for each. */
        MULTI("multilabel", Activation.SIGMOID, new AsymmetricLoss(), """
                    annotations: annotations/instances_train.json
                    images: images/train
                  validation:
                    annotations: annotations/instances_val.json
                    images: images/val
                """);

        /** The data's keys are required, and to be set for {@code eval}; the training's have no meaning here. */
        private static final String CONFIGURATION = """
                task: %s
                model:
                  variant: %s
                  size: %d
                %sdata:
                  root: data
                  batchSize: 32
                  train:
                %strain:
                  epochs: 1
                  optimizer:
                    learningRate: 0.01
                """;

        private final String task;
        private final Activation activation;
        private final ILossFunction loss;
        private final String splits;

        Labels(String task, Activation activation, ILossFunction loss, String splits) {
            this.task = task;
            this.activation = activation;
            this.loss = loss;
            this.splits = splits;
        }

        private String configuration(TResNetVariant variant, int size, Optional<DecoderSize> decoder) {
            String head = decoder.map(Labels::decoderLines).orElse("");
            return CONFIGURATION.formatted(task, variant.name(), size, head, splits);
        }

        private static String decoderLines(DecoderSize size) {
            return "  head: ml-decoder\n  decoder: {groups: %d, width: %d, heads: %d, hidden: %d}\n"
                    .formatted(size.groups(), size.width(), size.heads(), size.hidden());
        }

        private ComputationGraphConfiguration network(
                TResNetVariant variant, int classes, Optional<DecoderSize> decoder) {
            GraphBuilder graph =
                    new NeuralNetConfiguration.Builder().graphBuilder().addInputs(TResNet.INPUT);
            Features features = TResNet.addTo(graph, TResNet.INPUT, variant);
            String output = decoder.map(
                            size -> MlDecoder.addTo(graph, features, classes, size, MlDecoder.USUAL_DROPOUT, loss))
                    .orElseGet(() -> LinearHead.addTo(graph, features, classes, activation, loss));
            return graph.setOutputs(output).build();
        }
    }

    /**
     * Loads the weights into a network of their number of classes and saves it.
     *
     * @throws org.tresnet4j.backbone.weights.WeightsException if they are of another network
     * @throws TaskException if there are more or fewer class names than classes, one label an image is asked of an
     *     ML-Decoder, or the file cannot be written
     */
    LoadReport write(StateDict weights, Path file) {
        int classes = GraphWeights.classes(weights).orElse(USUAL_CLASSES);
        List<String> names = names(weights, classes);
        Optional<DecoderSize> decoder = DecoderSize.of(weights);
        Labels kind = kind(weights, decoder.isPresent());
        ComputationGraph network = new ComputationGraph(kind.network(variant, classes, decoder));
        network.init();
        LoadReport report = GraphWeights.load(weights, network);
        Experiment<?> experiment = new ConfigLoader(Tasks.installed())
                .parse("the imported model", kind.configuration(variant, size, decoder), List.of());
        String preprocessing = experiment.createTask(names).preprocessing();
        makeFolder(file);
        new CheckpointWriter()
                .writeModel(
                        file, network, CheckpointInfo.untrained(kind.task, names, experiment.toYaml(), preprocessing));
        return report;
    }

    private Labels kind(StateDict weights, boolean decoder) {
        if (decoder && labels.equals(Optional.of(Labels.SINGLE))) {
            throw new TaskException(weights.source() + ": has an ML-Decoder head, which only taggers have;"
                    + " leave --labels single out");
        }
        return labels.orElse(weights.classes().isEmpty() && !decoder ? Labels.SINGLE : Labels.MULTI);
    }

    private static List<String> names(StateDict weights, int classes) {
        if (weights.classes().isEmpty()) {
            return IntStream.range(0, classes).mapToObj(String::valueOf).toList();
        }
        if (weights.classes().size() != classes) {
            throw new TaskException(weights.source() + ": has " + classes + " classes, but there are "
                    + weights.classes().size() + " names for them; name them with --class-names FILE");
        }
        return weights.classes();
    }

    private static void makeFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new TaskException(folder + ": cannot be made (" + e + "); choose another --out", e);
        }
    }
}
