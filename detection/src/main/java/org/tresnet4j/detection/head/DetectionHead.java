package org.tresnet4j.detection.head;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.tresnet4j.backbone.layer.KernelLayer;
import org.tresnet4j.backbone.layer.KernelLayerImpl;
import org.tresnet4j.backbone.layer.ParameterTable;
import org.tresnet4j.backbone.layer.SharedLayer;

/**
 * The head of ATSS and FCOS (1912.02424, 1904.01355), the same for all levels of a pyramid: two towers of 3×3
 * convolutions with group normalisation and ReLU; class logits from the first, a box's code and the centerness's logit
 * from the second, the code multiplied by a scale that each level learns.
 *
 * <p>Reads levels [N,C,H,W] and emits [N,A,classes+5]: for every location, levels in order and row by row, the class
 * logits, four numbers of the box's code, one logit of the centerness.
 *
 * <p>Parameters: {@code classesI.W/.gamma/.beta} and {@code boxes I…} of the towers' convolutions I; {@code logits.W/.b}
 * [classes,C,3,3]; {@code regression.W/.b} [5,C,3,3], code first, then centerness; {@code scale} [levels].
 */
public final class DetectionHead extends KernelLayer {

    /** Numbers of a box's code. */
    public static final int CODE = 4;

    /** Numbers beside the class logits: code and centerness. */
    public static final int REGRESSION = CODE + 1;

    /** The node's name. */
    public static final String NODE = "head";

    private static final long serialVersionUID = 1L;

    private int classes;
    private int depth;
    private int groups;
    private int levels;

    /** For deserialisation. */
    public DetectionHead() {}

    /**
     * @param levels of the pyramid
     * @param size of the towers
     * @param classes at least 1
     */
    public DetectionHead(int levels, TowerSize size, int classes) {
        super(size.channels(), classes + REGRESSION);
        if (classes < 1) {
            throw new IllegalArgumentException("a detector has at least one class, not " + classes);
        }
        this.classes = classes;
        this.depth = size.depth();
        this.groups = size.groups();
        this.levels = levels;
    }

    /** Adds the head to a graph and returns its node. */
    public static String addTo(GraphBuilder graph, List<String> pyramid, TowerSize size, int classes) {
        SharedLayer.addTo(graph, NODE, new DetectionHead(pyramid.size(), size, classes), pyramid);
        return NODE;
    }

    @Override
    protected ParameterTable<?> parameters() {
        return DetectionHeadParameters.INSTANCE;
    }

    @Override
    protected KernelLayerImpl<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new DetectionHeadLayer(conf, type);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        return InputType.recurrent(classes + REGRESSION);
    }

    public int getClasses() {
        return classes;
    }

    public void setClasses(int classes) {
        this.classes = classes;
    }

    public int getDepth() {
        return depth;
    }

    public void setDepth(int depth) {
        this.depth = depth;
    }

    public int getGroups() {
        return groups;
    }

    public void setGroups(int groups) {
        this.groups = groups;
    }

    public int getLevels() {
        return levels;
    }

    public void setLevels(int levels) {
        this.levels = levels;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof DetectionHead that
                && classes == that.classes
                && depth == that.depth
                && groups == that.groups
                && levels == that.levels;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), classes, depth, groups, levels);
    }
}
