package org.tresnet4j.detection.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.profiler.ProfilerConfig;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.Freezing;
import org.tresnet4j.backbone.GradientCheck;
import org.tresnet4j.backbone.Hashed;
import org.tresnet4j.backbone.RepeatedBatch;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.layer.ConvolutionAbn;
import org.tresnet4j.backbone.predict.Predictor;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.detection.anchor.AnchorGrid;
import org.tresnet4j.detection.assign.AtssAssigner;
import org.tresnet4j.detection.fpn.FeaturePyramid;
import org.tresnet4j.detection.head.DetectionHead;
import org.tresnet4j.detection.head.TowerSize;
import org.tresnet4j.detection.loss.DetectionLoss;
import org.tresnet4j.detection.loss.DetectionOutput;
import org.tresnet4j.detection.loss.Targets;

/** A whole detector as a citizen of Deeplearning4j, with workspace checks on. */
class DetectorNetworkTest {

    private static final int SIDE = 64;
    private static final int CLASSES = 2;
    private static final AnchorGrid GRID = AnchorGrid.of(SIDE, SIDE, AnchorGrid.STRIDES);

    @BeforeEach
    void checkWorkspaces() {
        Nd4j.getExecutioner()
                .setProfilingConfig(
                        ProfilerConfig.builder().checkWorkspaces(true).build());
    }

    @AfterEach
    void stopChecking() {
        Nd4j.getExecutioner().setProfilingConfig(ProfilerConfig.builder().build());
    }

    @Test
    void passesADoubleGradientCheck() {
        ComputationGraph network = network(DataType.DOUBLE, Freezing.NONE);
        // away from 0, where the absolute value of a scale has no derivative
        network.paramTable().forEach((key, value) -> {
            if (key.endsWith("_gamma")) {
                value.assign(Hashed.array(DataType.DOUBLE, key, 0.3, 1, value.shape()));
            }
        });
        MultiDataSet batch = batch(DataType.DOUBLE);
        GradientCheck.of(network, batch, 2);
    }

    @Test
    void survivesJsonModelSerializerAndClone(@TempDir Path folder) throws IOException {
        ComputationGraph network = network(DataType.FLOAT, Freezing.NONE);
        network.fit(batch(DataType.FLOAT));
        ComputationGraphConfiguration configuration = network.getConfiguration();
        assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson())
                        .toJson())
                .isEqualTo(configuration.toJson());
        File file = folder.resolve("detector.zip").toFile();
        ModelSerializer.writeModel(network, file, true);
        INDArray images = batch(DataType.FLOAT).getFeatures(0);
        INDArray expected = network.outputSingle(images);
        ComputationGraph restored = ModelSerializer.restoreComputationGraph(file);
        assertThat(restored.outputSingle(images)).isEqualTo(expected);
        assertThat(network.clone().outputSingle(images)).isEqualTo(expected);
        restored.fit(batch(DataType.FLOAT));
        assertThat(restored.score()).isFinite();
    }

    @Test
    void learnsUnderParallelWrapperWithTwoWorkers() {
        stopChecking();
        ComputationGraph network = network(DataType.FLOAT, Freezing.NONE);
        MultiDataSet batch = batch(DataType.FLOAT);
        double before = network.score(batch, true);
        ParallelWrapper wrapper = new ParallelWrapper.Builder<>(network)
                .workers(2)
                .averagingFrequency(1)
                .prefetchBuffer(0)
                .trainingMode(ParallelWrapper.TrainingMode.AVERAGING)
                .build();
        try {
            for (int i = 0; i < 15; i++) {
                wrapper.fit(new RepeatedBatch(batch, 2));
            }
        } finally {
            wrapper.shutdown();
        }
        assertThat(network.score(batch, true)).isLessThan(before * 0.8);
    }

    @Test
    void predictsTheSameFoldedAndWithoutAGraph() {
        ComputationGraph network = network(DataType.FLOAT, Freezing.NONE);
        for (int i = 0; i < 3; i++) {
            network.fit(batch(DataType.FLOAT));
        }
        INDArray images = batch(DataType.FLOAT).getFeatures(0);
        INDArray expected = network.outputSingle(images);
        INDArray folded = Predictor.of(network).predict(images).get(0);
        assertThat(folded.distance2(expected) / expected.norm2Number().doubleValue())
                .isLessThan(1e-4);
    }

    @Test
    void whatIsFrozenStaysAndTheRestLearns() {
        ComputationGraph network = network(DataType.FLOAT, new Freezing(2, true));
        INDArray before = network.params().dup();
        network.fit(batch(DataType.FLOAT));
        network.paramTable().forEach((key, value) -> {
            boolean frozen =
                    key.startsWith("body.conv1") || key.startsWith("body.layer1") || ConvolutionAbn.isStatistic(key);
            INDArray old = clone(network, before).getParam(key);
            if (frozen) {
                assertThat(value.equalsWithEps(old, 0)).as(key).isTrue();
            } else if (key.startsWith("head")) {
                assertThat(value.equalsWithEps(old, 0)).as(key).isFalse();
            }
        });
    }

    private static ComputationGraph clone(ComputationGraph network, INDArray parameters) {
        ComputationGraph copy = new ComputationGraph(network.getConfiguration());
        copy.init(parameters.dup(), false);
        return copy;
    }

    private static ComputationGraph network(DataType type, Freezing freezing) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .dataType(type)
                .seed(5)
                .updater(new Sgd(0.02))
                .miniBatch(false)
                .graphBuilder()
                .addInputs("image");
        Features features =
                TResNet.addTo(graph, "image", TResNetVariant.TINY.withWidth(8), Computation.DEFAULT, freezing);
        List<String> pyramid = FeaturePyramid.addTo(graph, features, 16);
        String head = DetectionHead.addTo(graph, pyramid, new TowerSize(16, 1, 4), CLASSES);
        graph.addLayer("detections", new DetectionOutput(new DetectionLoss()), head);
        ComputationGraph network =
                new ComputationGraph(graph.setOutputs("detections").build());
        network.init();
        return network;
    }

    private static MultiDataSet batch(DataType type) {
        List<Annotation> objects = IntStream.range(0, 3)
                .mapToObj(i -> {
                    Box box = new Box(5 + 9 * i, 3 + 4 * i, 40 + 7 * i, 50 + 2 * i);
                    return new Annotation(i, i % CLASSES, box, box.area(), false);
                })
                .toList();
        int[] assigned = new AtssAssigner()
                .assign(GRID, objects.stream().map(Annotation::box).toList(), SIDE, SIDE);
        Targets.Image image = new Targets.Image(objects, assigned);
        INDArray images = Hashed.array(type, "images", 0.5, 0.5, 2, 3, SIDE, SIDE);
        return new MultiDataSet(images, Targets.of(List.of(image, image), GRID, type));
    }
}
