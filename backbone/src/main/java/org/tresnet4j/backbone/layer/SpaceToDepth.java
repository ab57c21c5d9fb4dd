package org.tresnet4j.backbone.layer;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.kernel.KernelChoice;
import org.tresnet4j.backbone.kernel.KernelSelection;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;
import org.tresnet4j.backbone.kernel.Precision;

/** The stem's entrance: [N,C,H,W] images in plain layout → [N,16C,H/4,W/4] in the kernels' layout. */
public final class SpaceToDepth extends ParameterlessLayer {

    private static final long serialVersionUID = 1L;

    /** Pixels a side (paper 2003.13630, section 2.1). */
    static final int BLOCK = 4;

    private int block = BLOCK;
    private boolean firstInGraph;
    private KernelChoice kernelChoice = Computation.DEFAULT.kernels();
    private Precision precision = Computation.DEFAULT.precision();

    /** The same with squares of another side; 1 only hands the images to the kernels. */
    public SpaceToDepth withBlock(int side) {
        if (side < 1) {
            throw new IllegalArgumentException("block " + side + " must be at least 1");
        }
        SpaceToDepth copy = (SpaceToDepth) clone();
        copy.block = side;
        return copy;
    }

    public int getBlock() {
        return block;
    }

    public void setBlock(int block) {
        this.block = block;
    }

    /** The same for images that are the graph's input: nobody reads their gradient, so none is computed. */
    public SpaceToDepth asFirstInGraph() {
        SpaceToDepth copy = (SpaceToDepth) clone();
        copy.firstInGraph = true;
        return copy;
    }

    /** The same for a network that computes so: it is chosen here, and the layers behind follow. */
    public SpaceToDepth withComputation(Computation computation) {
        SpaceToDepth copy = (SpaceToDepth) clone();
        copy.kernelChoice = computation.kernels();
        copy.precision = computation.precision();
        return copy;
    }

    public KernelChoice getKernelChoice() {
        return kernelChoice;
    }

    public void setKernelChoice(KernelChoice kernelChoice) {
        this.kernelChoice = kernelChoice;
    }

    public Precision getPrecision() {
        return precision;
    }

    public void setPrecision(Precision precision) {
        this.precision = precision;
    }

    public boolean isFirstInGraph() {
        return firstInGraph;
    }

    public void setFirstInGraph(boolean firstInGraph) {
        this.firstInGraph = firstInGraph;
    }

    @Override
    void check(INDArray x) {
        super.check(x);
        if (x.size(2) % block != 0 || x.size(3) % block != 0) {
            throw new DL4JInvalidInputException("layer " + getLayerName() + ": images " + Arrays.toString(x.shape())
                    + " must have sides that are multiples of " + block);
        }
    }

    @Override
    Optional<Kernels> entrance(DataType type) {
        return Optional.of(KernelSelection.entrance(new Computation(kernelChoice, precision), type));
    }

    @Override
    INDArray forward(Kernels kernels, INDArray x, Memory memory) {
        return kernels.spaceToDepth(x, block, memory);
    }

    @Override
    INDArray gradient(Kernels kernels, INDArray gradient, long[] shape, Memory memory) {
        return firstInGraph ? null : kernels.spaceToDepthGradient(gradient, block, memory);
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof SpaceToDepth that
                && block == that.block
                && firstInGraph == that.firstInGraph
                && kernelChoice == that.kernelChoice
                && precision == that.precision;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), block, firstInGraph, kernelChoice, precision);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        InputTypeConvolutional maps = Maps.type(inputType, getLayerName());
        return InputType.convolutional(
                maps.getHeight() / block, maps.getWidth() / block, maps.getChannels() * block * block);
    }
}
