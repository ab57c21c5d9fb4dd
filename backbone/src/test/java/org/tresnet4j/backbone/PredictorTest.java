package org.tresnet4j.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.kernel.KernelChoice;
import org.tresnet4j.backbone.kernel.Precision;
import org.tresnet4j.backbone.kernel.onednn.OneDnn;
import org.tresnet4j.backbone.layer.ConvolutionAbn;
import org.tresnet4j.backbone.layer.Residual;
import org.tresnet4j.backbone.layer.SpaceToDepth;
import org.tresnet4j.backbone.layer.SqueezeExcite;
import org.tresnet4j.backbone.predict.Predictor;

/** Folded inference says what the graph says. */
class PredictorTest {

    private static final INDArray IMAGES = Hashed.array(DataType.FLOAT, "images", 0.5, 0.5, 3, 3, 64, 96);

    @ParameterizedTest
    @EnumSource(KernelChoice.class)
    void predictsAsTheGraphDoes(KernelChoice kernels) {
        for (TResNetVariant variant : List.of(TResNetVariant.TINY, TResNetVariant.TINY_V2)) {
            ComputationGraph network = network(variant, new Computation(kernels, Precision.FLOAT32));
            INDArray expected = network.outputSingle(IMAGES);
            Predictor predictor = Predictor.of(network);
            // twice: the second time in used buffers
            for (int i = 0; i < 2; i++) {
                assertThat(distance(predictor.predict(IMAGES).get(0), expected)).isLessThan(1e-5);
            }
            INDArray one = IMAGES.get(NDArrayIndex.interval(0, 1)).dup();
            assertThat(distance(predictor.predict(one).get(0), network.outputSingle(one)))
                    .isLessThan(1e-5);
        }
    }

    @Test
    void inBfloat16ItKeepsTwoDigits() {
        assumeTrue(OneDnn.hasBfloat16(), "skipped: the processor has no bfloat16");
        Computation half = new Computation(KernelChoice.AUTO, Precision.BFLOAT16);
        ComputationGraph network = network(TResNetVariant.TINY, Computation.DEFAULT);
        INDArray expected = network.outputSingle(IMAGES);
        TResNet.setComputation(network, half);
        assertThat(distance(Predictor.of(network).predict(IMAGES).get(0), expected))
                .isLessThan(3e-2);
        assertThat(distance(network.outputSingle(IMAGES), expected)).isLessThan(3e-2);
    }

    @Test
    void manyThreadsShareOnePredictor() {
        ComputationGraph network = network(TResNetVariant.TINY, Computation.DEFAULT);
        INDArray expected = network.outputSingle(IMAGES);
        Predictor predictor = Predictor.of(network);
        assertThat(IntStream.range(0, 24)
                        .parallel()
                        .mapToDouble(i -> distance(predictor.predict(IMAGES).get(0), expected))
                        .max()
                        .orElseThrow())
                .isLessThan(1e-5);
    }

    @Test
    void featuresAreOutputsToo() {
        GraphBuilder graph =
                new NeuralNetConfiguration.Builder().seed(7).graphBuilder().addInputs("image");
        Features features = TResNet.addTo(graph, "image", TResNetVariant.TINY);
        ComputationGraph network = new ComputationGraph(graph.setOutputs(
                        features.level("C3").node(), features.level("C5").node())
                .build());
        network.init();
        INDArray[] expected = network.output(IMAGES);
        List<INDArray> actual = Predictor.of(network).predict(IMAGES);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual.get(i).shape()).isEqualTo(expected[i].shape());
            assertThat(distance(actual.get(i), expected[i])).isLessThan(1e-5);
        }
    }

    /** Sums run with the layer in front of them, and behind a convolution in the memory of their shortcut. */
    @ParameterizedTest
    @EnumSource(KernelChoice.class)
    void whatIsStillReadIsNotOverwritten(KernelChoice kernels) {
        Computation computation = new Computation(kernels, Precision.FLOAT32);
        GraphBuilder graph =
                new NeuralNetConfiguration.Builder().seed(7).graphBuilder().addInputs("image");
        SpaceToDepth entrance = new SpaceToDepth().withComputation(computation).asFirstInGraph();
        graph.addLayer("entrance", entrance, "image");
        graph.addLayer("maps", new ConvolutionAbn(48, 48, 3, 0.01), "entrance");
        // the maps are the shortcut of one sum, and read again by a layer that runs with a later one
        graph.addLayer("gated", new SqueezeExcite(48, 8), "maps");
        graph.addLayer("further", new ConvolutionAbn(48, 48, 3, 0.01), "maps");
        graph.addLayer("furthest", new ConvolutionAbn(48, 48, 3, 1), "further");
        graph.addVertex("inner", new Residual(), "furthest", "maps");
        graph.addVertex("outer", new Residual(), "gated", "inner");
        // a convolution beside its own input
        graph.addLayer("own", new ConvolutionAbn(48, 48, 3, 1), "outer");
        graph.addVertex("beside", new Residual(), "own", "outer");
        // a layer beside itself
        graph.addLayer("twice", new SqueezeExcite(48, 8), "beside");
        graph.addVertex("doubled", new Residual(), "twice", "twice");
        ComputationGraph network =
                new ComputationGraph(graph.setOutputs("doubled").build());
        network.init();
        INDArray expected = network.outputSingle(IMAGES);
        assertThat(distance(Predictor.of(network).predict(IMAGES).get(0), expected))
                .isLessThan(1e-5);
    }

    @Test
    void otherInputsThanTheNetworkHasAreRefused() {
        Predictor predictor = Predictor.of(network(TResNetVariant.TINY, Computation.DEFAULT));
        assertThatThrownBy(() -> predictor.predict(IMAGES, IMAGES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the network has the inputs [image], but was given 2 arrays");
    }

    /** After a few steps, so that scales and statistics are no longer those of the start. */
    private static ComputationGraph network(TResNetVariant variant, Computation computation) {
        ComputationGraph network = new ComputationGraph(TResNet.of(variant)
                .classes(5)
                .computation(computation)
                .settings(new NeuralNetConfiguration.Builder().seed(7).miniBatch(false))
                .build());
        network.init();
        INDArray labels = Nd4j.eye(5).castTo(DataType.FLOAT).get(NDArrayIndex.interval(0, 3));
        for (int i = 0; i < 3; i++) {
            network.fit(new DataSet(IMAGES, labels));
        }
        return network;
    }

    private static double distance(INDArray actual, INDArray expected) {
        INDArray plain = expected.castTo(DataType.FLOAT);
        return actual.sub(plain).norm2Number().doubleValue()
                / plain.norm2Number().doubleValue();
    }
}
