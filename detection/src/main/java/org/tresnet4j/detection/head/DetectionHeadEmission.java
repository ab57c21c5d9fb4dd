package org.tresnet4j.detection.head;

import static org.tresnet4j.detection.head.DetectionHead.CODE;
import static org.tresnet4j.detection.head.DetectionHeadParameters.LOGITS;
import static org.tresnet4j.detection.head.DetectionHeadParameters.REGRESSION;
import static org.tresnet4j.detection.head.DetectionHeadParameters.SCALE;
import static org.tresnet4j.detection.head.DetectionHeadParameters.beta;
import static org.tresnet4j.detection.head.DetectionHeadParameters.bias;
import static org.tresnet4j.detection.head.DetectionHeadParameters.gamma;
import static org.tresnet4j.detection.head.DetectionHeadParameters.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tresnet4j.backbone.kernel.Window;
import org.tresnet4j.backbone.onnx.Attribute;
import org.tresnet4j.backbone.onnx.Emission;
import org.tresnet4j.backbone.onnx.Node;
import org.tresnet4j.backbone.onnx.OnnxGraph;
import org.tresnet4j.backbone.onnx.Operators;
import org.tresnet4j.detection.head.DetectionHeadParameters.Tower;

/**
 * A {@link DetectionHead} in ONNX. Its columns are three values: class logits [N,A,classes], codes of boxes [N,A,4], the
 * centerness's logit [N,A,1].
 */
public final class DetectionHeadEmission implements Emission<DetectionHead> {

    /** The value of the class logits. */
    public static final String CLASS_LOGITS = "class_logits";

    /** The value of the codes of boxes. */
    public static final String BOX_CODES = "box_codes";

    /** The value of the centerness's logits. */
    public static final String CENTERNESS_LOGITS = "centerness_logits";

    private static final Window WINDOW = new Window(DetectionHeadParameters.SIZE, 1);

    @Override
    public List<String> emit(Node<DetectionHead> node, OnnxGraph graph) {
        constants(node, graph);
        List<String> logits = new ArrayList<>();
        List<String> regressions = new ArrayList<>();
        for (int level = 0; level < node.inputs().size(); level++) {
            String name = name(node, "level" + level);
            logits.add(rows(graph, logits(node, graph, level, name), node.conf().getClasses()));
            regressions.add(rows(graph, regression(node, graph, level, name), DetectionHead.REGRESSION));
        }
        String classLogits = graph.add("Concat", CLASS_LOGITS, logits, Attribute.whole("axis", 1));
        String regression = graph.add("Concat", name(node, "regressions"), regressions, Attribute.whole("axis", 1));
        List<String> columns = graph.add(
                "Split",
                List.of(BOX_CODES, CENTERNESS_LOGITS),
                List.of(regression, graph.list(name(node, "columns"), CODE, DetectionHead.REGRESSION - CODE)),
                Attribute.whole("axis", 2));
        return List.of(classLogits, columns.get(0), columns.get(1));
    }

    /** What all levels share. */
    private static void constants(Node<DetectionHead> node, OnnxGraph graph) {
        for (Tower tower : Tower.values()) {
            for (int depth = 0; depth < node.conf().getDepth(); depth++) {
                String convolution = tower.convolution(depth);
                parameter(node, graph, weights(convolution));
                channels(node, graph, gamma(convolution));
                channels(node, graph, beta(convolution));
            }
        }
        parameter(node, graph, weights(LOGITS));
        parameter(node, graph, bias(LOGITS));
    }

    private static void parameter(Node<DetectionHead> node, OnnxGraph graph, String parameter) {
        graph.constant(name(node, parameter), node.parameter(parameter));
    }

    /** [C,1,1]. */
    private static void channels(Node<DetectionHead> node, OnnxGraph graph, String parameter) {
        INDArray values = node.parameter(parameter).dup();
        graph.constant(name(node, parameter), values.reshape('c', values.length(), 1, 1));
    }

    private static String logits(Node<DetectionHead> node, OnnxGraph graph, int level, String name) {
        String features = tower(node, graph, Tower.CLASSES, level, name);
        return Operators.convolution(
                graph,
                name + ".logits",
                features,
                name(node, weights(LOGITS)),
                Optional.of(name(node, bias(LOGITS))),
                WINDOW);
    }

    /** The level's scale is part of the weights that make the code: s·(Wx+b) = sW·x + s·b. */
    private static String regression(Node<DetectionHead> node, OnnxGraph graph, int level, String name) {
        double scale = node.parameter(SCALE).getDouble(level);
        INDArray weights = node.parameter(weights(REGRESSION)).dup('c');
        INDArray bias = node.parameter(bias(REGRESSION)).dup('c');
        weights.get(NDArrayIndex.interval(0, CODE)).muli(scale);
        bias.reshape(bias.length()).get(NDArrayIndex.interval(0, CODE)).muli(scale);
        return Operators.convolution(
                graph,
                name + ".regression",
                tower(node, graph, Tower.BOXES, level, name),
                graph.constant(name + ".regression.W", weights),
                Optional.of(graph.constant(name + ".regression.b", bias)),
                WINDOW);
    }

    private static String tower(Node<DetectionHead> node, OnnxGraph graph, Tower tower, int level, String name) {
        String features = node.inputs().get(level);
        for (int depth = 0; depth < node.conf().getDepth(); depth++) {
            String convolution = tower.convolution(depth);
            String result = name + "." + convolution;
            String convolved = Operators.convolution(
                    graph,
                    result + ".convolution",
                    features,
                    name(node, weights(convolution)),
                    Optional.empty(),
                    WINDOW);
            features = Operators.groupNormalization(
                    graph,
                    result,
                    convolved,
                    node.conf().getGroups(),
                    name(node, gamma(convolution)),
                    name(node, beta(convolution)));
        }
        return features;
    }

    /** From maps [N,K,H,W] to rows [N,HW,K]. */
    private static String rows(OnnxGraph graph, String maps, long channels) {
        String last = graph.add("Transpose", maps + ".last", List.of(maps), Attribute.list("perm", 0, 2, 3, 1));
        return graph.add("Reshape", maps + ".rows", List.of(last, graph.list(maps + ".shape", 0, -1, channels)));
    }

    private static String name(Node<DetectionHead> node, String part) {
        return node.name() + "." + part;
    }
}
