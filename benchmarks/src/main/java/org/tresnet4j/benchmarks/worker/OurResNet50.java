package org.tresnet4j.benchmarks.worker;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.layer.ConvolutionAbn;
import org.tresnet4j.backbone.layer.GlobalPool;
import org.tresnet4j.backbone.layer.MaxPool;
import org.tresnet4j.backbone.layer.Residual;
import org.tresnet4j.backbone.layer.SpaceToDepth;

/**
 * ResNet50 (1512.03385, with the stride in the 3×3 convolution) of this project's layers: what TResNet-M has to beat. Its
 * ReLUs are leaky with a slope of 0.001, which In-Place ABN needs and which costs the same.
 */
record OurResNet50(Computation computation) {

    private static final int[] DEPTHS = {3, 4, 6, 3};
    private static final int STEM = 64;
    private static final int EXPANSION = 4;
    private static final double SLOPE = 1e-3;

    ComputationGraphConfiguration configuration(NeuralNetConfiguration.Builder settings) {
        GraphBuilder graph = settings.graphBuilder().addInputs(TResNet.INPUT);
        graph.addLayer(
                "entrance",
                new SpaceToDepth().withBlock(1).withComputation(computation).asFirstInGraph(),
                TResNet.INPUT);
        graph.addLayer(
                "stem", new ConvolutionAbn(3, STEM, 7, SLOPE).withStride(2).asFirstInGraph(), "entrance");
        graph.addLayer("stem.pool", new MaxPool(), "stem");
        String node = "stem.pool";
        int channels = STEM;
        for (int stage = 0; stage < DEPTHS.length; stage++) {
            int planes = STEM << stage;
            for (int index = 0; index < DEPTHS[stage]; index++) {
                int stride = stage > 0 && index == 0 ? 2 : 1;
                node = block(graph, "layer" + (stage + 1) + "." + index, node, channels, planes, stride);
                channels = planes * EXPANSION;
            }
        }
        graph.addLayer("pool", new GlobalPool(), node);
        graph.addLayer(
                "fc",
                new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(channels)
                        .nOut(StepOptions.CLASSES)
                        .weightInit(TResNet.headWeights())
                        .build(),
                "pool");
        return graph.setOutputs("fc").build();
    }

    private static String block(GraphBuilder graph, String name, String input, int channels, int planes, int stride) {
        int outputs = planes * EXPANSION;
        graph.addLayer(name + ".conv1", new ConvolutionAbn(channels, planes, 1, SLOPE), input);
        graph.addLayer(
                name + ".conv2", new ConvolutionAbn(planes, planes, 3, SLOPE).withStride(stride), name + ".conv1");
        graph.addLayer(name + ".conv3", new ConvolutionAbn(planes, outputs, 1, Kernels.IDENTITY), name + ".conv2");
        String shortcut = input;
        if (channels != outputs) {
            shortcut = name + ".downsample";
            graph.addLayer(
                    shortcut, new ConvolutionAbn(channels, outputs, 1, Kernels.IDENTITY).withStride(stride), input);
        }
        graph.addVertex(name, new Residual(), name + ".conv3", shortcut);
        return name;
    }
}
