package org.tresnet4j.runner.toy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tresnet4j.runner.spi.BatchStream;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.Picture;
import org.tresnet4j.runner.spi.PredictionReport;
import org.tresnet4j.runner.spi.TaskContext;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.runner.spi.TrainingTask;

/** A tiny network, trained for real. */
public final class ToyTask implements TrainingTask {

    private final ToyConfig config;
    private final TaskContext context;
    private IntConsumer beforeBatch = batch -> {};

    public ToyTask(ToyConfig config, TaskContext context) {
        this.config = config;
        this.context = context;
    }

    /** Called with the number of each batch, counted over all epochs, before it is handed out. */
    public ToyTask beforeBatch(IntConsumer action) {
        beforeBatch = action;
        return this;
    }

    @Override
    public List<String> classes() {
        return context.classes().isEmpty() ? config.data().names() : context.classes();
    }

    @Override
    public ComputationGraph network(NeuralNetConfiguration.Builder base) {
        ComputationGraph network = new ComputationGraph(base.weightInit(WeightInit.XAVIER)
                .graphBuilder()
                .addInputs("points")
                .addLayer(
                        "hidden",
                        new DenseLayer.Builder()
                                .nIn(2)
                                .nOut(config.model().hidden())
                                .activation(Activation.TANH)
                                .dropOut(
                                        config.model().dropout() == 0
                                                ? 0
                                                : 1 - config.model().dropout())
                                .build(),
                        "points")
                .addLayer(
                        "classes",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(config.model().hidden())
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "hidden")
                .setOutputs("classes")
                .build());
        network.init();
        return network;
    }

    @Override
    public int batchesPerEpoch() {
        return config.data().batches();
    }

    @Override
    public BatchStream batches(int epoch, int firstBatch) {
        return BatchStream.of(firstBatch, config.data().batches(), batch -> {
            int number = epoch * config.data().batches() + batch;
            beforeBatch.accept(number);
            boolean broken = config.data().brokenAt().filter(at -> at == number).isPresent();
            return points(context.seed() + number, config.data().batch(), broken);
        });
    }

    @Override
    public String dataFingerprint() {
        return "points in batches of " + config.data().batch();
    }

    private static MultiDataSet points(long seed, int count, boolean broken) {
        Random random = new Random(seed);
        float[][] points = new float[count][2];
        float[][] labels = new float[count][2];
        for (int i = 0; i < count; i++) {
            points[i][0] = broken ? Float.NaN : (float) random.nextGaussian();
            points[i][1] = (float) random.nextGaussian();
            labels[i][Math.hypot(points[i][0], points[i][1]) < 1.2 ? 0 : 1] = 1;
        }
        return new org.nd4j.linalg.dataset.MultiDataSet(Nd4j.create(points), Nd4j.create(labels));
    }

    @Override
    public Map<String, Double> lossComponents(ComputationGraph network) {
        return Map.of("entropy", network.score());
    }

    @Override
    public List<String> evaluationSplits() {
        return List.of("val", "test");
    }

    @Override
    public Evaluation evaluate(ComputationGraph network, String split) {
        if (!evaluationSplits().contains(split)) {
            throw new TaskException("split '" + split + "' is unknown; there are " + evaluationSplits());
        }
        MultiDataSet data = points(split.hashCode(), 200, false);
        INDArray right = network.outputSingle(data.getFeatures(0))
                .argMax(1)
                .eq(data.getLabels(0).argMax(1));
        double accuracy = right.castTo(org.nd4j.linalg.api.buffer.DataType.DOUBLE)
                .meanNumber()
                .doubleValue();
        return new Evaluation(
                Map.of("accuracy", accuracy),
                "accuracy",
                Map.of(classes().get(0), accuracy, classes().get(1), 0.5));
    }

    @Override
    public PredictionReport predict(ComputationGraph network, List<Path> images, Path out) {
        try {
            Path results = Files.writeString(out.resolve("results.csv"), "images," + images.size() + "\n");
            return new PredictionReport(images.size(), List.of(), List.of(results));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Picture> showcase(ComputationGraph network, Path out, int count) {
        Path file = out.resolve("showcase-0.png");
        try {
            ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(new Picture(file, "inner & outer <0.9>"));
    }
}
