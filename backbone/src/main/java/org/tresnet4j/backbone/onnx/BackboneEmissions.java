package org.tresnet4j.backbone.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.kernel.Folding;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Window;
import org.tresnet4j.backbone.layer.BlurPool;
import org.tresnet4j.backbone.layer.ChannelsFirst;
import org.tresnet4j.backbone.layer.Convolution;
import org.tresnet4j.backbone.layer.ConvolutionAbn;
import org.tresnet4j.backbone.layer.Foldable;
import org.tresnet4j.backbone.layer.GlobalPool;
import org.tresnet4j.backbone.layer.MaxPool;
import org.tresnet4j.backbone.layer.Residual;
import org.tresnet4j.backbone.layer.ShortcutPool;
import org.tresnet4j.backbone.layer.SpaceToDepth;
import org.tresnet4j.backbone.layer.SqueezeExcite;
import org.tresnet4j.backbone.layer.Sum;
import org.tresnet4j.backbone.layer.Upsample;

/** The layers of backbone in ONNX. */
final class BackboneEmissions {

    static final Emissions TABLE = Emissions.NONE
            .with(SpaceToDepth.class, BackboneEmissions::spaceToDepth)
            .with(ConvolutionAbn.class, BackboneEmissions::convolutionAbn)
            .with(Convolution.class, BackboneEmissions::convolution)
            .with(BlurPool.class, BackboneEmissions::blur)
            .with(ShortcutPool.class, BackboneEmissions::shortcutPool)
            .with(MaxPool.class, BackboneEmissions::maxPool)
            .with(GlobalPool.class, BackboneEmissions::globalPool)
            .with(Upsample.class, BackboneEmissions::upsample)
            .with(SqueezeExcite.class, BackboneEmissions::squeezeExcite)
            .with(ChannelsFirst.class, (node, graph) -> node.inputs())
            .with(Residual.class, BackboneEmissions::residual)
            .with(Sum.class, (node, graph) -> List.of(graph.add("Add", node.name(), node.inputs())))
            .with(OutputLayer.class, BackboneEmissions::linearHead);

    /** The values of a {@link org.tresnet4j.backbone.LinearHead}. */
    private static final String LOGITS = "logits";

    private static final String PROBABILITIES = "probabilities";

    private static final Map<Class<?>, String> ACTIVATIONS = Map.of(
            ActivationSoftmax.class, "Softmax",
            ActivationSigmoid.class, "Sigmoid",
            ActivationIdentity.class, "Identity");

    /** [1,2,1]⊗[1,2,1]/16, see {@link Kernels#blur}. */
    private static final double[][] BINOMIAL = {
        {1 / 16.0, 2 / 16.0, 1 / 16.0}, {2 / 16.0, 4 / 16.0, 2 / 16.0}, {1 / 16.0, 2 / 16.0, 1 / 16.0}
    };

    private static final Window POINT = new Window(1, 1);

    private BackboneEmissions() {}

    /** ONNX orders the channels as the paper's code does: row and column in the block, then colour. */
    private static List<String> spaceToDepth(Node<SpaceToDepth> node, OnnxGraph graph) {
        int block = node.conf().getBlock();
        if (block == 1) {
            return node.inputs();
        }
        return List.of(graph.add("SpaceToDepth", node.name(), node.inputs(), Attribute.whole("blocksize", block)));
    }

    private static List<String> convolutionAbn(Node<ConvolutionAbn> node, OnnxGraph graph) {
        String name = node.name();
        Folding folding = ((Foldable) node.layer().orElseThrow()).fold();
        boolean linear = folding.slope() == Kernels.IDENTITY;
        String convolved = Operators.convolution(
                graph,
                linear ? name : name + ".convolution",
                node.input(),
                graph.constant(name + ".weight", folding.weights()),
                Optional.of(graph.constant(name + ".bias", folding.bias())),
                folding.window());
        return List.of(
                linear
                        ? convolved
                        : graph.add("LeakyRelu", name, List.of(convolved), Attribute.number("alpha", folding.slope())));
    }

    private static List<String> convolution(Node<Convolution> node, OnnxGraph graph) {
        String name = node.name();
        return List.of(Operators.convolution(
                graph,
                name,
                node.input(),
                graph.constant(name + ".weight", node.parameter("W")),
                Optional.of(graph.constant(name + ".bias", node.parameter("b"))),
                new Window(node.conf().getKernelSize(), node.conf().getStride())));
    }

    private static List<String> blur(Node<BlurPool> node, OnnxGraph graph) {
        String name = node.name();
        long channels = node.maps().getChannels();
        String bordered = graph.add(
                "Pad",
                name + ".bordered",
                List.of(node.input(), graph.list(name + ".border", 0, 0, 1, 1, 0, 0, 1, 1)),
                Attribute.text("mode", "reflect"));
        return List.of(graph.add(
                "Conv",
                name,
                List.of(bordered, graph.constant(name + ".weight", binomial(channels))),
                Attribute.list("kernel_shape", 3, 3),
                Attribute.list("strides", 2, 2),
                Attribute.whole("group", channels)));
    }

    /** [C,1,3,3]. */
    private static INDArray binomial(long channels) {
        INDArray filter = Nd4j.create(BINOMIAL).castTo(DataType.FLOAT).reshape(1, 1, 3, 3);
        return Nd4j.tile(filter, Math.toIntExact(channels), 1, 1, 1);
    }

    private static List<String> shortcutPool(Node<ShortcutPool> node, OnnxGraph graph) {
        InputTypeConvolutional maps = node.maps();
        // runtimes are faster without
        boolean odd = maps.getHeight() % 2 != 0 || maps.getWidth() % 2 != 0;
        return List.of(graph.add(
                "AveragePool",
                node.name(),
                node.inputs(),
                Attribute.list("kernel_shape", 2, 2),
                Attribute.list("strides", 2, 2),
                Attribute.whole("ceil_mode", odd ? 1 : 0)));
    }

    private static List<String> maxPool(Node<MaxPool> node, OnnxGraph graph) {
        Window window = new Window(node.conf().getSize(), node.conf().getStride());
        return List.of(graph.add(
                "MaxPool",
                node.name(),
                node.inputs(),
                Attribute.list("kernel_shape", window.size(), window.size()),
                Attribute.list("strides", window.stride(), window.stride()),
                Operators.padding(window)));
    }

    private static List<String> globalPool(Node<GlobalPool> node, OnnxGraph graph) {
        String mean = graph.add("GlobalAveragePool", node.name() + ".mean", node.inputs());
        return List.of(graph.add("Flatten", node.name(), List.of(mean)));
    }

    private static List<String> upsample(Node<Upsample> node, OnnxGraph graph) {
        String scales = graph.constant(node.name() + ".scales", Nd4j.createFromArray(1f, 1f, 2f, 2f));
        return List.of(graph.add(
                "Resize",
                node.name(),
                List.of(node.input(), "", scales),
                Attribute.text("mode", "nearest"),
                Attribute.text("coordinate_transformation_mode", "asymmetric"),
                Attribute.text("nearest_mode", "floor")));
    }

    private static List<String> squeezeExcite(Node<SqueezeExcite> node, OnnxGraph graph) {
        String name = node.name();
        String mean = graph.add("GlobalAveragePool", name + ".mean", node.inputs());
        String squeezed = fullyConnected(node, graph, "squeeze", mean);
        String rectified = graph.add("Relu", name + ".rectified", List.of(squeezed));
        String excited = fullyConnected(node, graph, "excite", rectified);
        String factors = graph.add("Sigmoid", name + ".factors", List.of(excited));
        return List.of(graph.add("Mul", name, List.of(node.input(), factors)));
    }

    /** On maps of one pixel. */
    private static String fullyConnected(Node<SqueezeExcite> node, OnnxGraph graph, String part, String x) {
        INDArray weights = node.parameter(part + "W");
        return Operators.convolution(
                graph,
                node.name() + "." + part,
                x,
                graph.constant(
                        node.name() + "." + part + ".weight",
                        weights.reshape('c', weights.size(0), weights.size(1), 1, 1)),
                Optional.of(graph.constant(node.name() + "." + part + ".bias", node.parameter(part + "B"))),
                POINT);
    }

    private static List<String> residual(Node<Residual> node, OnnxGraph graph) {
        String sum = graph.add("Add", node.name() + ".sum", node.inputs());
        return List.of(graph.add("Relu", node.name(), List.of(sum)));
    }

    /** The logits and the probabilities, both [N,classes]. */
    private static List<String> linearHead(Node<OutputLayer> node, OnnxGraph graph) {
        Class<?> activation = node.conf().getActivationFn().getClass();
        if (!ACTIVATIONS.containsKey(activation)) {
            throw new IllegalArgumentException("node '" + node.name() + "': the activation "
                    + activation.getSimpleName() + " cannot be written as ONNX");
        }
        String logits = graph.add(
                "Gemm",
                LOGITS,
                List.of(
                        node.input(),
                        graph.constant(node.name() + ".weight", node.parameter("W")),
                        graph.constant(node.name() + ".bias", node.parameter("b"))));
        return List.of(logits, graph.add(ACTIVATIONS.get(activation), PROBABILITIES, List.of(logits)));
    }
}
