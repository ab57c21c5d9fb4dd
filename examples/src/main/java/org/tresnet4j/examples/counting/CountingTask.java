package org.tresnet4j.examples.counting;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.backbone.predict.Predictor;
import org.tresnet4j.datasets.batch.BatchLoader;
import org.tresnet4j.datasets.batch.ImageTensor;
import org.tresnet4j.datasets.transform.HorizontalFlip;
import org.tresnet4j.datasets.transform.Sample;
import org.tresnet4j.datasets.transform.SquishResize;
import org.tresnet4j.runner.config.Key;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.TaskContext;
import org.tresnet4j.runner.spi.TaskProvider;
import org.tresnet4j.runner.spi.TrainingTask;
import org.tresnet4j.tasks.DataConfig;
import org.tresnet4j.tasks.ImageTask;

/** {@code task: counting}: how many objects there are on an image, a number where a tagger has probabilities. */
public final class CountingTask extends ImageTask {

    /** What the YAML file says, beside the runner's own {@code seed} and {@code train}. */
    public record Config(
            @Key("pixels a side of the images, a multiple of 32")
            int size,

            @Key("the images and their boxes") DataConfig data) {}

    /** Named in META-INF/services. */
    public static final class Provider implements TaskProvider<Config> {
        @Override
        public String name() {
            return "counting";
        }

        @Override
        public Class<Config> configType() {
            return Config.class;
        }

        @Override
        public TrainingTask create(Config config, TaskContext context) {
            return new CountingTask(config, context);
        }
    }

    private final SquishResize resize;

    CountingTask(Config config, TaskContext context) {
        super(config.data(), context);
        this.resize = new SquishResize(config.size());
    }

    @Override
    public ComputationGraph network(NeuralNetConfiguration.Builder base) {
        GraphBuilder graph = base.graphBuilder().addInputs(TResNet.INPUT);
        Features features = TResNet.addTo(graph, TResNet.INPUT, TResNetVariant.TINY);
        OutputLayer.Builder count = new OutputLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY);
        int channels = features.last().channels();
        graph.addLayer("count", count.nIn(channels).nOut(1).build(), TResNet.pool(graph, features));
        ComputationGraph network =
                new ComputationGraph(graph.setOutputs("count").build());
        network.init();
        return network;
    }

    @Override
    protected BatchLoader trainingLoader() {
        return data().training(CountingTask::batch, resize, new HorizontalFlip(0.5));
    }

    private static MultiDataSet batch(List<Sample> samples) {
        float[][] counts = new float[samples.size()][1];
        Arrays.setAll(
                counts, n -> new float[] {samples.get(n).source().annotations().size()});
        return new MultiDataSet(ImageTensor.of(samples), Nd4j.create(counts));
    }

    /** The part of the images whose count, rounded, is right. */
    @Override
    public Evaluation evaluate(ComputationGraph network, String split) {
        Predictor predictor = Predictor.of(network);
        DoubleSummaryStatistics right = new DoubleSummaryStatistics();
        data().evaluate(split, CountingTask::batch, resize, batch -> {
            INDArray counts = predictor.predict(batch.getFeatures(0)).get(0);
            for (double error : counts.sub(batch.getLabels(0)).toDoubleVector()) {
                right.accept(Math.abs(error) < 0.5 ? 1 : 0);
            }
        });
        return new Evaluation(Map.of("right", right.getAverage()), "right", Map.of());
    }
}
