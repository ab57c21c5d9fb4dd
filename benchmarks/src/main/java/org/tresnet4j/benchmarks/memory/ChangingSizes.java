package org.tresnet4j.benchmarks.memory;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.LinearHead;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.backbone.predict.Predictor;
import org.tresnet4j.multilabel.loss.AsymmetricLoss;
import org.tresnet4j.multilabel.loss.AsymmetricLoss.Reduction;
import org.tresnet4j.runner.spi.BatchStream;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.Picture;
import org.tresnet4j.runner.spi.PredictionReport;
import org.tresnet4j.runner.spi.TrainingTask;

/** A small tagger of noise that is brighter in some of its colours. Each batch has another size than the one before. */
final class ChangingSizes implements TrainingTask {

    private static final List<String> COLOURS = List.of("red", "green", "blue");

    /** Makes the seeds of an evaluation's batches other than those of training. */
    private static final long EVALUATION = 1L << 32;

    private final MemoryConfig config;
    private final long seed;

    ChangingSizes(MemoryConfig config, long seed) {
        this.config = config;
        this.seed = seed;
    }

    @Override
    public List<String> classes() {
        return COLOURS;
    }

    @Override
    public ComputationGraph network(NeuralNetConfiguration.Builder base) {
        GraphBuilder graph = base.graphBuilder().addInputs(TResNet.INPUT);
        Features features = TResNet.addTo(graph, TResNet.INPUT, TResNetVariant.TINY);
        String output = LinearHead.addTo(
                graph,
                features,
                COLOURS.size(),
                Activation.SIGMOID,
                new AsymmetricLoss(0, 0, 0, false, Reduction.MEAN_OVER_BATCH));
        ComputationGraph network = new ComputationGraph(graph.setOutputs(output).build());
        network.init();
        return network;
    }

    @Override
    public int batchesPerEpoch() {
        return config.batches();
    }

    @Override
    public BatchStream batches(int epoch, int firstBatch) {
        long before = seed + (long) epoch * config.batches();
        return BatchStream.of(firstBatch, config.batches(), number -> batch(number, before + number));
    }

    private MultiDataSet batch(int number, long batchSeed) {
        int side = config.sizes().get(number % config.sizes().size());
        Random random = Nd4j.getRandomFactory().getNewRandomInstance(batchSeed);
        INDArray labels =
                Nd4j.rand(random, config.batch(), COLOURS.size()).gt(0.5).castTo(DataType.FLOAT);
        INDArray images =
                Nd4j.rand(random, config.batch(), COLOURS.size(), side, side).castTo(DataType.FLOAT);
        images.addi(labels.reshape(config.batch(), COLOURS.size(), 1, 1)).muli(0.5);
        return new org.nd4j.linalg.dataset.MultiDataSet(images, labels);
    }

    @Override
    public List<String> evaluationSplits() {
        return List.of("val");
    }

    /** The share of colours that are told right, in a batch of each size. */
    @Override
    public Evaluation evaluate(ComputationGraph network, String split) {
        Predictor predictor = Predictor.of(network);
        double right = 0;
        for (int number = 0; number < config.sizes().size(); number++) {
            MultiDataSet batch = batch(number, seed + EVALUATION + number);
            INDArray told = predictor.predict(batch.getFeatures(0)).get(0).gt(0.5);
            INDArray correct = told.castTo(DataType.FLOAT).eq(batch.getLabels(0));
            right += correct.castTo(DataType.FLOAT).meanNumber().doubleValue();
        }
        double accuracy = right / config.sizes().size();
        return new Evaluation(Map.of("accuracy", accuracy), "accuracy", Map.of());
    }

    @Override
    public PredictionReport predict(ComputationGraph network, List<Path> images, Path out) {
        throw new UnsupportedOperationException("it is only trained");
    }

    /** Noise shows nothing. */
    @Override
    public List<Picture> showcase(ComputationGraph network, Path out, int count) {
        return List.of();
    }
}
