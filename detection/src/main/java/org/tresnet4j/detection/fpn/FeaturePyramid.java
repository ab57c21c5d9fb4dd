package org.tresnet4j.detection.fpn;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.kernel.Window;
import org.tresnet4j.backbone.layer.Convolution;
import org.tresnet4j.backbone.layer.Sum;
import org.tresnet4j.backbone.layer.Upsample;

/**
 * A feature pyramid (1612.03144) with the two further levels of RetinaNet (1708.02002, on P5): maps of the same number of
 * channels at strides 8 to 128.
 *
 * <p>Nodes: {@code fpn.lateral3..5} (1×1 convolutions of C3..C5), {@code fpn.merge4} and {@code fpn.merge3} (with what
 * comes from above, upsampled), {@code fpn.output3..7} (3×3 convolutions; those of 6 and 7 with stride 2).
 */
public final class FeaturePyramid {

    /** Images must have sides that are multiples of this, so that each level is exactly half of the one before. */
    public static final int STRIDE = 32;

    private static final int FINEST = 3;
    private static final int COARSEST_OF_BACKBONE = 5;
    private static final int COARSEST = 7;

    private static final Window POINT = new Window(1, 1);
    private static final Window SMOOTHING = new Window(3, 1);
    private static final Window HALVING = new Window(3, 2);

    private FeaturePyramid() {}

    /**
     * Adds the pyramid to a graph.
     *
     * @param channels of every level; the papers have 256
     * @return the nodes of P3 to P7
     */
    public static List<String> addTo(GraphBuilder graph, Features features, int channels) {
        String merged = null;
        List<String> nodes = new ArrayList<>();
        for (int level = COARSEST_OF_BACKBONE; level >= FINEST; level--) {
            Features.Level from = features.level("C" + level);
            String lateral = convolution(graph, "lateral", level, from.channels(), channels, POINT, from.node());
            merged = merged == null ? lateral : merge(graph, level, lateral, merged);
            nodes.add(0, convolution(graph, "output", level, channels, channels, SMOOTHING, merged));
        }
        for (int level = COARSEST_OF_BACKBONE + 1; level <= COARSEST; level++) {
            String below = nodes.get(nodes.size() - 1);
            nodes.add(convolution(graph, "output", level, channels, channels, HALVING, below));
        }
        return List.copyOf(nodes);
    }

    private static String merge(GraphBuilder graph, int level, String lateral, String above) {
        String upsampled = "fpn.upsampled" + level;
        graph.addLayer(upsampled, new Upsample(), above);
        String sum = "fpn.merge" + level;
        graph.addVertex(sum, new Sum(), lateral, upsampled);
        return sum;
    }

    private static String convolution(
            GraphBuilder graph, String kind, int level, int from, int to, Window window, String input) {
        String node = "fpn." + kind + level;
        graph.addLayer(node, new Convolution(from, to, window), input);
        return node;
    }
}
