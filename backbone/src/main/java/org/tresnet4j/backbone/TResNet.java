package org.tresnet4j.backbone;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.layer.BlurPool;
import org.tresnet4j.backbone.layer.ChannelsFirst;
import org.tresnet4j.backbone.layer.ConvolutionAbn;
import org.tresnet4j.backbone.layer.GlobalPool;
import org.tresnet4j.backbone.layer.KernelLayer;
import org.tresnet4j.backbone.layer.Residual;
import org.tresnet4j.backbone.layer.ShortcutPool;
import org.tresnet4j.backbone.layer.SpaceToDepth;
import org.tresnet4j.backbone.layer.SqueezeExcite;

/**
 * TResNet (paper 2003.13630) as nodes of a DL4J graph. Input: [N,3,H,W] RGB in [0,1], sides multiples of 32.
 *
 * <p>Nodes have the official checkpoints' names: {@code body.conv1}, {@code body.layer3.0.conv2},
 * {@code body.layer3.0.se}, {@code body.layer3.0.downsample}; a block's result is named after the block.
 */
public final class TResNet {

    /** Images must have sides that are multiples of this: the stride of C5. */
    public static final int STRIDE = 32;

    /** The stride of the stem. Classifiers work with sides that are multiples of only this. */
    public static final int STEM_STRIDE = 4;

    /** The node that {@link Builder#build()} puts the input at. */
    public static final String INPUT = "image";

    /** The node of the pooled features [N,C] in {@link Builder#build()} and {@link #pool}. */
    public static final String POOL = "pool";

    /** The node of the classifier in {@link Builder#build()}. */
    public static final String HEAD = "head.fc";

    /** Where the stem stands among the stages. */
    private static final int STEM = -1;

    private static final String ENTRANCE = "body.space-to-depth";

    /** The smallest bottleneck of a squeeze-and-excitation (paper's code). */
    private static final int SMALLEST_SQUEEZE = 64;

    private static final double HEAD_DEVIATION = 0.01;
    private static final double IDENTITY = 1.0;
    private static final int STEM_CHANNELS = 3 * STEM_STRIDE * STEM_STRIDE;

    private final TResNetVariant variant;
    private final Computation computation;
    private final Freezing freezing;

    private TResNet(TResNetVariant variant, Computation computation, Freezing freezing) {
        this.variant = variant;
        this.computation = computation;
        this.freezing = freezing;
    }

    /** Starts a network of the given variant. */
    public static Builder of(TResNetVariant variant) {
        return new Builder(variant);
    }

    /** Adds the backbone to a graph and says where its features are. */
    public static Features addTo(GraphBuilder graph, String input, TResNetVariant variant) {
        return addTo(graph, input, variant, Computation.DEFAULT);
    }

    /** As {@link #addTo(GraphBuilder, String, TResNetVariant)}, computed as asked. */
    public static Features addTo(GraphBuilder graph, String input, TResNetVariant variant, Computation computation) {
        return addTo(graph, input, variant, computation, Freezing.NONE);
    }

    /** As {@link #addTo(GraphBuilder, String, TResNetVariant, Computation)}, partly frozen. */
    public static Features addTo(
            GraphBuilder graph, String input, TResNetVariant variant, Computation computation, Freezing freezing) {
        return new TResNet(variant, computation, freezing).backbone(graph, input);
    }

    /**
     * Adds global average pooling of the coarsest level.
     *
     * @return the node's name; it emits [N,C]
     */
    public static String pool(GraphBuilder graph, Features features) {
        graph.addLayer(POOL, new GlobalPool(), features.last().node());
        return POOL;
    }

    /**
     * Adds a copy of a level's maps in plain layout [N,C,H,W] and the network's precision, which layers of DL4J itself read
     * faster, and in bfloat16 need.
     *
     * @return the node's name
     */
    public static String channelsFirst(GraphBuilder graph, Features.Level level) {
        String node = level.name() + ".channels-first";
        graph.addLayer(node, new ChannelsFirst(), level.node());
        return node;
    }

    /** The initial weights of fully connected heads: N(0, 0.01). */
    public static NormalDistribution headWeights() {
        return new NormalDistribution(0, HEAD_DEVIATION);
    }

    /** The number of values that gradients change: all parameters but running statistics and constants, as the papers count. */
    public static long trainable(ComputationGraph network) {
        return network.paramTable().entrySet().stream()
                .filter(entry -> KernelLayer.isLearned(network, entry.getKey()))
                .mapToLong(entry -> entry.getValue().length())
                .sum();
    }

    /**
     * Refuses sides of square images that do not suit.
     *
     * @param multiple what they must be a multiple of: {@link #STRIDE}, or {@link #STEM_STRIDE} where maps may have odd sides
     * @throws IllegalArgumentException naming the nearest sides that are
     */
    public static void requireSide(int side, int multiple) {
        if (side % multiple != 0) {
            int below = Math.max(side / multiple, 1) * multiple;
            throw new IllegalArgumentException("size " + side + " is not a multiple of " + multiple
                    + ", the stride of the network; the nearest are " + below + " and " + (below + multiple));
        }
    }

    /**
     * Makes a network of this backbone compute otherwise from its next pass on: for one that was saved on another machine.
     *
     * @throws IllegalArgumentException for a network without this backbone
     */
    public static void setComputation(ComputationGraph network, Computation computation) {
        if (network.getLayer(ENTRANCE) == null
                || !(network.getLayer(ENTRANCE).conf().getLayer() instanceof SpaceToDepth entrance)) {
            throw new IllegalArgumentException("the network has no node '" + ENTRANCE + "': it is not a TResNet");
        }
        entrance.setKernelChoice(computation.kernels());
        entrance.setPrecision(computation.precision());
        for (GraphVertex vertex : network.getConfiguration().getVertices().values()) {
            if (vertex instanceof Residual residual) {
                residual.setCheckpointing(computation.checkpointing());
            }
        }
    }

    /** The nodes of C2 to C5 in a network of this backbone, by those names. */
    public static Map<String, String> stageNodes(ComputationGraph network) {
        Map<String, String> nodes = new LinkedHashMap<>();
        for (int stage = 0; stage < TResNetVariant.STAGES; stage++) {
            int last = 0;
            while (network.getVertex(blockName(stage, last + 1)) != null) {
                last++;
            }
            nodes.put(levelName(stage), blockName(stage, last));
        }
        return nodes;
    }

    private static String levelName(int stage) {
        return "C" + (stage + 2);
    }

    private static String blockName(int stage, int index) {
        return "body.layer" + (stage + 1) + "." + index;
    }

    private Features backbone(GraphBuilder graph, String input) {
        boolean first = graph.getNetworkInputs().contains(input);
        SpaceToDepth entrance = new SpaceToDepth().withComputation(computation);
        graph.addLayer(ENTRANCE, first ? entrance.asFirstInGraph() : entrance, input);
        String node = "body.conv1";
        ConvolutionAbn stem = new ConvolutionAbn(STEM_CHANNELS, variant.width(), 3, variant.stemSlope());
        graph.addLayer(node, frozen(STEM, first ? stem.asFirstInGraph() : stem), ENTRANCE);

        List<Features.Level> levels = new ArrayList<>();
        int channels = variant.width();
        int stride = STEM_STRIDE;
        for (int stage = 0; stage < TResNetVariant.STAGES; stage++) {
            for (int index = 0; index < variant.depths().get(stage); index++) {
                boolean halves = stage > 0 && index == 0;
                node = block(graph, new Block(stage, index, channels, halves), node);
                channels = variant.channels(stage);
                stride = halves ? stride * 2 : stride;
            }
            levels.add(new Features.Level(levelName(stage), node, channels, stride));
        }
        return new Features(levels);
    }

    /** Where a block stands: stage and index from 0, its input channels, whether it halves the maps. */
    private record Block(int stage, int index, int channels, boolean halves) {

        String name() {
            return blockName(stage, index);
        }
    }

    private String block(GraphBuilder graph, Block block, String input) {
        String branch = switch (variant.blocks().get(block.stage())) {
            case BASIC -> basic(graph, block, input);
            case BOTTLENECK -> bottleneck(graph, block, input);
        };
        graph.addVertex(
                block.name(),
                new Residual().withCheckpointing(computation.checkpointing()),
                branch,
                shortcut(graph, block, input));
        return block.name();
    }

    private String basic(GraphBuilder graph, Block block, String input) {
        int planes = variant.planes(block.stage());
        String node = convolution(graph, block, "conv1", input, block.channels(), planes, 3, variant.innerSlope());
        node = blur(graph, block, node);
        node = last(graph, block, "conv2", node, planes, planes, 3);
        return excite(graph, block, node, planes, planes / 4);
    }

    private String bottleneck(GraphBuilder graph, Block block, String input) {
        int planes = variant.planes(block.stage());
        String node = convolution(graph, block, "conv1", input, block.channels(), planes, 1, variant.innerSlope());
        node = convolution(graph, block, "conv2", node, planes, planes, 3, variant.innerSlope());
        node = blur(graph, block, node);
        node = excite(graph, block, node, planes, variant.channels(block.stage()) / 8);
        return last(graph, block, "conv3", node, planes, variant.channels(block.stage()), 1);
    }

    private String convolution(
            GraphBuilder graph, Block block, String name, String input, int from, int to, int size, double slope) {
        String node = block.name() + "." + name;
        graph.addLayer(node, frozen(block.stage(), new ConvolutionAbn(from, to, size, slope)), input);
        return node;
    }

    /** The last convolution of a block: no activation, a scale that starts at 0. */
    private String last(GraphBuilder graph, Block block, String name, String input, int from, int to, int size) {
        String node = block.name() + "." + name;
        ConvolutionAbn layer = new ConvolutionAbn(from, to, size, IDENTITY).withZeroScale();
        graph.addLayer(node, frozen(block.stage(), layer), input);
        return node;
    }

    private ConvolutionAbn frozen(int stage, ConvolutionAbn layer) {
        layer.setFrozen(freezing.includes(stage));
        layer.setFrozenStatistics(freezing.statistics() || freezing.includes(stage));
        return layer;
    }

    private static String blur(GraphBuilder graph, Block block, String input) {
        if (!block.halves()) {
            return input;
        }
        String node = block.name() + ".blur";
        graph.addLayer(node, new BlurPool(), input);
        return node;
    }

    /** In all stages but the last. */
    private String excite(GraphBuilder graph, Block block, String input, int channels, int hidden) {
        if (block.stage() == TResNetVariant.STAGES - 1) {
            return input;
        }
        String node = block.name() + ".se";
        SqueezeExcite layer = new SqueezeExcite(channels, Math.max(hidden, SMALLEST_SQUEEZE));
        layer.setFrozen(freezing.includes(block.stage()));
        graph.addLayer(node, layer, input);
        return node;
    }

    private String shortcut(GraphBuilder graph, Block block, String input) {
        int channels = variant.channels(block.stage());
        if (!block.halves() && block.channels() == channels) {
            return input;
        }
        String node = input;
        if (block.halves()) {
            node = block.name() + ".pool";
            graph.addLayer(node, new ShortcutPool(), input);
        }
        return convolution(graph, block, "downsample", node, block.channels(), channels, 1, IDENTITY);
    }

    /** A whole network for single-label classification. */
    public static final class Builder {

        private final TResNetVariant variant;
        private int classes = 1000;
        private Computation computation = Computation.DEFAULT;
        private NeuralNetConfiguration.Builder settings = new NeuralNetConfiguration.Builder();

        private Builder(TResNetVariant variant) {
            this.variant = variant;
        }

        /** The number of classes; 1000 unless said. */
        public Builder classes(int number) {
            this.classes = number;
            return this;
        }

        /** Kernels and precision; {@link Computation#DEFAULT} unless said. */
        public Builder computation(Computation choice) {
            this.computation = choice;
            return this;
        }

        /** Updater, seed, data type and the like; DL4J's defaults unless said. */
        public Builder settings(NeuralNetConfiguration.Builder builder) {
            this.settings = builder;
            return this;
        }

        /** Backbone, pooling and a softmax classifier with cross-entropy. */
        public ComputationGraphConfiguration build() {
            GraphBuilder graph = settings.graphBuilder().addInputs(INPUT);
            Features features = addTo(graph, INPUT, variant, computation);
            String head = LinearHead.addTo(
                    graph, features, classes, Activation.SOFTMAX, LossFunction.MCXENT.getILossFunction());
            return graph.setOutputs(head).build();
        }
    }
}
