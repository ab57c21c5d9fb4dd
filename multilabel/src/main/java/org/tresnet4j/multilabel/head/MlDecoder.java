package org.tresnet4j.multilabel.head;

import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.layer.KernelLayer;
import org.tresnet4j.backbone.layer.KernelLayerImpl;
import org.tresnet4j.backbone.layer.LogitOutput;
import org.tresnet4j.backbone.layer.OfficiallyNamed;
import org.tresnet4j.backbone.layer.ParameterTable;

/**
 * ML-Decoder (2111.12933): in place of pooling and a linear layer, queries look at the positions of the map, and each
 * answers for a group of classes. Maps [N,F,H,W] → logits [N,classes].
 *
 * <p>Parameters, with G groups, the width D and g = ⌈classes/G⌉: {@code embedding.W} [D,F], {@code .b} [D];
 * {@code queries} [G,D], N(0,1), which never change; {@code norm1}, {@code norm2}, {@code norm3} with {@code .gamma} and
 * {@code .beta} [D]; {@code attentionIn.W} [3D,D], {@code .b} [3D] for queries, keys and values; {@code attentionOut.W}
 * [D,D], {@code .b} [D]; {@code linear1.W} [hidden,D], {@code .b}; {@code linear2.W} [D,hidden], {@code .b};
 * {@code classes.W} [G,D,g], {@code .b} [classes]. Weight decay reaches those called W.
 */
public final class MlDecoder extends KernelLayer implements OfficiallyNamed {

    /** The node of the logits; with its name before them, parameters are called as in the authors' files. */
    public static final String NODE = "head.decoder";

    /** The node of the probabilities. */
    public static final String OUTPUT = "head.output";

    /** The reference code's rate of dropout. */
    public static final double USUAL_DROPOUT = 0.1;

    private static final long serialVersionUID = 1L;

    private int groups;
    private int width;
    private int heads;
    private int hidden;
    private double dropoutRate;

    /** For deserialisation. */
    public MlDecoder() {}

    /**
     * @param channels F of the maps
     * @param classes at least 1
     * @param size its groups are at most as many as classes
     * @param dropoutRate the probability that a number is dropped in training, in [0,1); usually {@link #USUAL_DROPOUT}
     */
    public MlDecoder(long channels, int classes, DecoderSize size, double dropoutRate) {
        super(channels, classes);
        if (classes < 1) {
            throw new IllegalArgumentException("a tagger has at least one class, not " + classes);
        }
        this.groups = Math.min(size.groups(), classes);
        this.width = size.width();
        this.heads = size.heads();
        this.hidden = size.hidden();
        this.dropoutRate = new Dropout(dropoutRate).rate();
    }

    /**
     * Adds the head with a sigmoid and a loss to a graph.
     *
     * @param dropoutRate see {@link #MlDecoder(long, int, DecoderSize, double)}
     * @param loss of logits and labels [N,classes]
     * @return the node that emits probabilities [N,classes]
     */
    public static String addTo(
            GraphBuilder graph,
            Features features,
            int classes,
            DecoderSize size,
            double dropoutRate,
            ILossFunction loss) {
        graph.addLayer(
                NODE,
                new MlDecoder(features.last().channels(), classes, size, dropoutRate),
                features.last().node());
        graph.addLayer(OUTPUT, new LogitOutput(loss, Activation.SIGMOID), NODE);
        return OUTPUT;
    }

    @Override
    protected ParameterTable<?> parameters() {
        return MlDecoderParameters.INSTANCE;
    }

    @Override
    protected KernelLayerImpl<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new MlDecoderLayer(conf, type);
    }

    @Override
    public Map<String, String> officialNames() {
        return MlDecoderParameters.OFFICIAL_NAMES;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        return InputType.feedForward(nOut);
    }

    public int getGroups() {
        return groups;
    }

    public void setGroups(int groups) {
        this.groups = groups;
    }

    public int getWidth() {
        return width;
    }

    public void setWidth(int width) {
        this.width = width;
    }

    public int getHeads() {
        return heads;
    }

    public void setHeads(int heads) {
        this.heads = heads;
    }

    public int getHidden() {
        return hidden;
    }

    public void setHidden(int hidden) {
        this.hidden = hidden;
    }

    public double getDropoutRate() {
        return dropoutRate;
    }

    public void setDropoutRate(double dropoutRate) {
        this.dropoutRate = dropoutRate;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof MlDecoder that
                && groups == that.groups
                && width == that.width
                && heads == that.heads
                && hidden == that.hidden
                && dropoutRate == that.dropoutRate;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), groups, width, heads, hidden, dropoutRate);
    }
}
