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
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tresnet4j.backbone.kernel.Affine;
import org.tresnet4j.backbone.kernel.GroupNormalized;
import org.tresnet4j.backbone.kernel.KernelSelection;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;
import org.tresnet4j.backbone.kernel.Window;
import org.tresnet4j.backbone.layer.Maps;
import org.tresnet4j.backbone.layer.SharedLayerImpl;
import org.tresnet4j.backbone.layer.WorkspaceMemory;
import org.tresnet4j.detection.head.DetectionHeadParameters.Tower;

/** Runs a {@link DetectionHead}. */
final class DetectionHeadLayer extends SharedLayerImpl<DetectionHead> {

    private static final long serialVersionUID = 1L;

    private static final Window WINDOW = new Window(DetectionHeadParameters.SIZE, 1);

    private transient Kernels kernels;
    private transient List<Level> saved;

    DetectionHeadLayer(NeuralNetConfiguration conf, DataType type) {
        super(conf, type);
    }

    /**
     * What a level's backward pass needs.
     *
     * @param classes the first tower's convolutions from the input on
     * @param boxes the second tower's
     * @param logits as emitted
     * @param regression before scale and bias
     */
    private record Level(INDArray input, Branch classes, Branch boxes, INDArray logits, INDArray regression) {}

    /** A tower's normalised convolutions. */
    private record Branch(INDArray input, List<GroupNormalized> stages) {

        /** What the convolution at a depth reads; behind the last one, what the tower emits. */
        INDArray read(int depth) {
            return depth == 0 ? input : stages.get(depth - 1).output();
        }

        INDArray output() {
            return read(stages.size());
        }
    }

    @Override
    protected INDArray activate(List<INDArray> inputs, boolean training, LayerWorkspaceMgr workspaces) {
        inputs.forEach(
                maps -> Maps.requireMaps(maps, layerConf().getNIn(), layerConf().getLayerName()));
        kernels = KernelSelection.of(inputs.get(0));
        Memory memory = WorkspaceMemory.forward(workspaces);
        saved = forward(kernels, inputs, memory);
        return rows(kernels, saved, memory);
    }

    @Override
    public INDArray infer(Kernels implementation, List<INDArray> inputs, Memory memory) {
        return rows(implementation, forward(implementation, inputs, memory), memory);
    }

    private List<Level> forward(Kernels implementation, List<INDArray> inputs, Memory memory) {
        List<Level> levels = new ArrayList<>();
        for (INDArray input : inputs) {
            Branch classes = tower(implementation, Tower.CLASSES, input, memory);
            Branch boxes = tower(implementation, Tower.BOXES, input, memory);
            INDArray logits = implementation.affine(
                    implementation.convolution(classes.output(), getParam(weights(LOGITS)), WINDOW, memory),
                    new Affine(ones(layerConf().getClasses(), memory), getParam(bias(LOGITS))),
                    memory);
            INDArray regression =
                    implementation.convolution(boxes.output(), getParam(weights(REGRESSION)), WINDOW, memory);
            levels.add(new Level(input, classes, boxes, logits, regression));
        }
        return levels;
    }

    private Branch tower(Kernels implementation, Tower tower, INDArray input, Memory memory) {
        Branch branch = new Branch(input, new ArrayList<>());
        for (int depth = 0; depth < layerConf().getDepth(); depth++) {
            String name = tower.convolution(depth);
            INDArray convolved =
                    implementation.convolution(branch.read(depth), getParam(weights(name)), WINDOW, memory);
            branch.stages()
                    .add(implementation.normalizeGroups(
                            convolved, layerConf().getGroups(), normalization(params, name), memory));
        }
        return branch;
    }

    /** [N,A,classes+5]. */
    private INDArray rows(Kernels implementation, List<Level> levels, Memory memory) {
        long images = levels.get(0).input().size(0);
        long locations =
                levels.stream().mapToLong(level -> pixels(level.input())).sum();
        INDArray rows = memory.output(dataType, images, locations, layerConf().getNOut());
        long start = 0;
        for (int l = 0; l < levels.size(); l++) {
            Level level = levels.get(l);
            INDArray scaled = implementation.affine(
                    implementation.copy(level.regression(), memory), regression(l, memory), memory);
            implementation.write(level.logits(), logits(rows, start, level));
            implementation.write(scaled, regression(rows, start, level));
            start += pixels(level.input());
        }
        return rows;
    }

    private static long pixels(INDArray maps) {
        return maps.size(2) * maps.size(3);
    }

    private INDArray logits(INDArray rows, long start, Level level) {
        return maps(rows, start, level, 0, layerConf().getClasses());
    }

    private INDArray regression(INDArray rows, long start, Level level) {
        return maps(rows, start, level, layerConf().getClasses(), layerConf().getNOut());
    }

    /** Some columns of a level's rows as maps [N,K,H,W], in the same memory. */
    private static INDArray maps(INDArray rows, long start, Level level, long from, long to) {
        INDArray input = level.input();
        INDArray block = rows.get(
                NDArrayIndex.all(),
                NDArrayIndex.interval(start, start + pixels(input)),
                NDArrayIndex.interval(from, to));
        long[] shape = {rows.size(0), to - from, input.size(2), input.size(3)};
        long[] strides = {rows.stride(0), rows.stride(2), rows.stride(1) * input.size(3), rows.stride(1)};
        return Nd4j.create(rows.data(), shape, strides, block.offset(), 'c', rows.dataType());
    }

    /** Scale and shift of a level's regression: s·(z+b) for the code, z+b for the centerness. */
    private Affine regression(int level, Memory memory) {
        double scale = getParam(SCALE).getDouble(level);
        INDArray b = getParam(bias(REGRESSION));
        INDArray factors = ones(DetectionHead.REGRESSION, memory);
        INDArray shifts = memory.scratch(dataType, DetectionHead.REGRESSION);
        for (int i = 0; i < DetectionHead.REGRESSION; i++) {
            double factor = i < CODE ? scale : 1;
            factors.putScalar(i, factor);
            shifts.putScalar(i, factor * b.getDouble(i));
        }
        return new Affine(factors, shifts);
    }

    private INDArray ones(long length, Memory memory) {
        INDArray ones = memory.scratch(dataType, length);
        ones.assign(1);
        return ones;
    }

    private static Affine normalization(Map<String, INDArray> table, String convolution) {
        return new Affine(table.get(gamma(convolution)), table.get(beta(convolution)));
    }

    @Override
    protected Pair<Gradient, INDArray[]> backpropGradients(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        Memory memory = WorkspaceMemory.backward(workspaces);
        INDArray[] gradients = new INDArray[saved.size()];
        INDArray ofLevel = memory.scratch(dataType, gradientsFlattened.length());
        Map<String, INDArray> views = layerConf().initializer().getGradientsFromFlattened(conf, ofLevel);
        long start = 0;
        for (int l = 0; l < saved.size(); l++) {
            Level level = saved.get(l);
            gradients[l] = backward(l, epsilon, start, l == 0 ? gradientViews : views, memory);
            if (l > 0) {
                gradientsFlattened.addi(ofLevel.reshape(gradientsFlattened.shape()));
            }
            start += pixels(level.input());
        }
        return new Pair<>(gradients(), gradients);
    }

    /** Writes a level's share of the parameters' gradients and returns its input's. */
    private INDArray backward(int l, INDArray epsilon, long start, Map<String, INDArray> target, Memory memory) {
        Level level = saved.get(l);
        INDArray ofLogits = kernels.affineGradient(
                level.logits(),
                logits(epsilon, start, level),
                new Affine(ones(layerConf().getClasses(), memory), getParam(bias(LOGITS))),
                new Affine(memory.scratch(dataType, layerConf().getClasses()), target.get(bias(LOGITS))),
                memory);
        INDArray ofRegression = regressionGradient(l, regression(epsilon, start, level), target, memory);
        INDArray first = towerGradient(Tower.CLASSES, level.classes(), LOGITS, ofLogits, target, memory);
        INDArray second = towerGradient(Tower.BOXES, level.boxes(), REGRESSION, ofRegression, target, memory);
        return kernels.add(first, second, memory);
    }

    /** With y = s·(z+b): ds = Σdy·z + b·Σdy, db = s·Σdy; for the centerness s is a constant 1. */
    private INDArray regressionGradient(int l, INDArray dy, Map<String, INDArray> target, Memory memory) {
        Affine sums = new Affine(
                memory.scratch(dataType, DetectionHead.REGRESSION), memory.scratch(dataType, DetectionHead.REGRESSION));
        INDArray dz = kernels.affineGradient(saved.get(l).regression(), dy, regression(l, memory), sums, memory);
        double scale = getParam(SCALE).getDouble(l);
        INDArray b = getParam(bias(REGRESSION));
        double ofScale = 0;
        for (int i = 0; i < DetectionHead.REGRESSION; i++) {
            double sum = sums.shift().getDouble(i);
            ofScale += i < CODE ? sums.scale().getDouble(i) + b.getDouble(i) * sum : 0;
            target.get(bias(REGRESSION)).putScalar(i, i < CODE ? scale * sum : sum);
        }
        target.get(SCALE).assign(0);
        target.get(SCALE).putScalar(l, ofScale);
        return dz;
    }

    private INDArray towerGradient(
            Tower tower, Branch branch, String output, INDArray gradient, Map<String, INDArray> target, Memory memory) {
        INDArray upstream = convolutionGradient(output, branch.output(), gradient, target, memory);
        for (int depth = branch.stages().size() - 1; depth >= 0; depth--) {
            String name = tower.convolution(depth);
            INDArray normalized = kernels.normalizeGroupsGradient(
                    branch.stages().get(depth),
                    upstream,
                    normalization(params, name),
                    normalization(target, name),
                    memory);
            upstream = convolutionGradient(name, branch.read(depth), normalized, target, memory);
        }
        return upstream;
    }

    private INDArray convolutionGradient(
            String name, INDArray x, INDArray gradient, Map<String, INDArray> target, Memory memory) {
        return kernels.convolutionGradient(
                x, getParam(weights(name)), gradient, WINDOW, target.get(weights(name)), memory);
    }

    @Override
    public void clear() {
        super.clear();
        saved = null;
    }
}
