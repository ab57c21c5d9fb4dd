package org.tresnet4j.backbone.onnx;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Window;

/** What is written by several kinds of layers. Arguments are values; a result is named as asked. */
public final class Operators {

    private Operators() {}

    /**
     * A convolution with the zero padding of its window.
     *
     * @param x [N,I,H,W]
     * @param weights [O,I,k,k]
     * @param bias [O], if there is one
     * @return [N,O,H',W']
     */
    public static String convolution(
            OnnxGraph graph, String result, String x, String weights, Optional<String> bias, Window window) {
        return graph.add(
                "Conv",
                result,
                Stream.concat(Stream.of(x, weights), bias.stream()).toList(),
                Attribute.list("kernel_shape", window.size(), window.size()),
                Attribute.list("strides", window.stride(), window.stride()),
                padding(window));
    }

    /** The zero padding of a window on all four sides. */
    static Attribute padding(Window window) {
        return Attribute.list("pads", window.padding(), window.padding(), window.padding(), window.padding());
    }

    /**
     * Group normalisation (1803.08494) and ReLU: instance normalisation of the groups, then scale and shift of the channels,
     * as the operators have no other.
     *
     * @param x [N,C,H,W]
     * @param scale [C,1,1]
     * @param shift [C,1,1]
     * @return [N,C,H,W]
     */
    public static String groupNormalization(
            OnnxGraph graph, String result, String x, int groups, String scale, String shift) {
        String shape = graph.add("Shape", result + ".shape", List.of(x));
        String grouped =
                graph.add("Reshape", result + ".grouped", List.of(x, graph.list(result + ".groups", 0, groups, -1)));
        String normalized = graph.add(
                "InstanceNormalization",
                result + ".normalized",
                List.of(
                        grouped,
                        graph.constant(result + ".ones", Nd4j.ones(groups)),
                        graph.constant(result + ".zeros", Nd4j.zeros(groups))),
                Attribute.number("epsilon", Kernels.EPSILON));
        String maps = graph.add("Reshape", result + ".maps", List.of(normalized, shape));
        String scaled = graph.add("Mul", result + ".scaled", List.of(maps, scale));
        String shifted = graph.add("Add", result + ".shifted", List.of(scaled, shift));
        return graph.add("Relu", result, List.of(shifted));
    }
}
