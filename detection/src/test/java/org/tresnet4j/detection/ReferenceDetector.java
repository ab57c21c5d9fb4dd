package org.tresnet4j.detection;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.tresnet4j.backbone.EpsilonProbe;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.Hashed;
import org.tresnet4j.detection.box.BoxCoding;
import org.tresnet4j.detection.fpn.FeaturePyramid;
import org.tresnet4j.detection.head.DetectionHead;
import org.tresnet4j.detection.head.TowerSize;
import org.tresnet4j.detection.loss.DetectionLoss;
import org.tresnet4j.detection.loss.DetectionOutput;
import org.tresnet4j.detection.loss.FocalLoss;

/** Pyramid, head and loss on given features C3 to C5, with the parameters of the PyTorch reference. */
final class ReferenceDetector {

    static final int CLASSES = 3;

    /** From pyramid nodes to what the reference calls them. */
    private static final int DELTAS = 4;

    final ComputationGraph network;
    final Map<String, EpsilonProbe> probes = new TreeMap<>();
    final DetectionLoss loss;

    ReferenceDetector(List<Integer> channels, DataType type) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .dataType(type)
                .updater(new Sgd(1))
                .miniBatch(false)
                .graphBuilder()
                .addInputs("c3", "c4", "c5");
        List<Features.Level> levels = IntStream.range(0, channels.size())
                .mapToObj(i -> level(graph, i + 3, channels.get(i)))
                .toList();
        List<String> pyramid = FeaturePyramid.addTo(graph, new Features(levels), 32);
        String head = DetectionHead.addTo(graph, pyramid, new TowerSize(32, 2, 8), CLASSES);
        graph.addLayer("loss", new DetectionOutput(new DetectionLoss(BoxCoding.DELTAS, FocalLoss.DEFAULT, 2)), head);
        network = new ComputationGraph(graph.setOutputs("loss").build());
        network.init();
        network.paramTable().forEach(ReferenceDetector::fill);
        LossLayer layer = (LossLayer) network.getLayer("loss").conf().getLayer();
        loss = (DetectionLoss) layer.getLossFn();
    }

    private Features.Level level(GraphBuilder graph, int number, int channels) {
        String name = "C" + number;
        EpsilonProbe probe = new EpsilonProbe();
        probes.put(name, probe);
        graph.addLayer(name, new ActivationLayer(probe), "c" + number);
        return new Features.Level(name, name, channels, 1 << number);
    }

    /** The reference keeps the weights of boxes and centerness apart. */
    private static void fill(String key, INDArray parameter) {
        String name = referenceName(key);
        if (name.startsWith("head.regression")) {
            INDArray deltas = part(name.replace("regression", "deltas"), parameter, 0, DELTAS);
            INDArray centerness = part(name.replace("regression", "centerness"), parameter, DELTAS, DELTAS + 1);
            parameter.assign(Nd4j.concat(0, deltas, centerness));
        } else if (name.equals("head.scale")) {
            for (int i = 0; i < parameter.length(); i++) {
                parameter.putScalar(i, Hashed.numbers("head.scale" + i, 1)[0] * 0.2 + 1);
            }
        } else {
            parameter.assign(numbers(name, parameter.dataType(), parameter.shape()));
        }
    }

    private static INDArray part(String name, INDArray parameter, int from, int to) {
        long[] shape = parameter.shape().clone();
        shape[0] = to - from;
        return numbers(name, parameter.dataType(), shape);
    }

    private static INDArray numbers(String name, DataType type, long[] shape) {
        double scale = 0.1;
        double shift = 0;
        if (name.endsWith("norm.weight")) {
            scale = 0.3;
            shift = 1;
        } else if (name.endsWith(".weight")) {
            scale = Math.sqrt(3.0 / (shape[1] * shape[2] * shape[3]));
        } else if (name.equals("head.logits.bias")) {
            shift = -Math.log(99);
        }
        int count = 1;
        for (long side : shape) {
            count *= (int) side;
        }
        double[] values = Hashed.numbers(name, count);
        for (int i = 0; i < count; i++) {
            values[i] = values[i] * scale + shift;
        }
        return Nd4j.create(values, shape, type);
    }

    /** {@code node_parameter} as the reference has it. */
    static String referenceName(String key) {
        int split = key.lastIndexOf('_');
        String node = key.substring(0, split);
        String parameter = key.substring(split + 1);
        String dotted = parameter.contains(".") ? node + "." + parameter : node + ":" + parameter;
        return dotted.replace(".gamma", ".norm.weight")
                .replace(".beta", ".norm.bias")
                .replace(":W", ".weight")
                .replace(":b", ".bias")
                .replace(".W", ".weight")
                .replaceAll("\\.b$", ".bias")
                .replace(":scale", ".scale");
    }
}
