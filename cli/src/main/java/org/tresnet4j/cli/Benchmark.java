package org.tresnet4j.cli;

import com.google.common.collect.ImmutableMap;
import com.google.common.math.Quantiles;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.kernel.KernelTimes;
import org.tresnet4j.backbone.predict.Predictor;
import org.tresnet4j.runner.device.ProcessMemory;
import org.tresnet4j.runner.train.TrainingSteps;

/**
 * Whole steps of a network on one batch.
 *
 * @param network initialised
 * @param steps of its training
 * @param batch that fits it, again and again
 */
record Benchmark(ComputationGraph network, TrainingSteps steps, MultiDataSet batch) {

    private static final int CLASSES = 1000;

    /** So small that random labels lead nowhere. */
    private static final double LEARNING_RATE = 1e-6;

    private static final double MOMENTUM = 0.9;
    private static final int WARM_UP = 3;
    private static final int COUNTED = 7;

    /** DL4J's workspace for the activations of all layers. */
    private static final String ACTIVATIONS = "WS_ALL_LAYERS_ACT";

    /**
     * What was measured.
     *
     * @param trainMillis median time of a training step
     * @param inferMillis median time of an inference, folded
     * @param peakResidentMebibytes of the process after training and before inference; empty where it is not known
     * @param workspaceBytes that a training step needs, by the workspaces' names
     * @param step where a training step's time goes, by the parts of the graph
     * @param batchMillis median time until the next batch of data is there, while nothing else is done; empty for random
     *     images
     */
    record Figures(
            double trainMillis,
            double inferMillis,
            Optional<Double> peakResidentMebibytes,
            Map<String, Long> workspaceBytes,
            KernelTimes step,
            Optional<Double> batchMillis) {

        Figures {
            workspaceBytes = ImmutableMap.copyOf(workspaceBytes);
        }

        /** Bytes of all layers' activations. */
        long activationBytes() {
            return workspaceBytes.getOrDefault(ACTIVATIONS, 0L);
        }
    }

    /**
     * A network with 1000 classes on random images.
     *
     * @param size side of the images in pixels, a multiple of {@link TResNet#STRIDE}
     * @param images in a batch, at least 1
     */
    static Benchmark of(TResNetVariant variant, int size, int images, Computation computation) {
        ComputationGraph network = network(variant, computation);
        return new Benchmark(
                network,
                TrainingSteps.of(network),
                new org.nd4j.linalg.dataset.MultiDataSet(
                        Nd4j.rand(DataType.FLOAT, images, 3, size, size), labels(images)));
    }

    /**
     * Trains first, so that inference adds nothing to the peak of training.
     *
     * @param batchMillis of the data, see {@link Figures}
     */
    Figures run(Optional<Double> batchMillis) {
        double train = median(() -> steps.take(batch));
        Optional<Double> peak = ProcessMemory.peakMebibytes();
        Map<String, Long> workspaces = workspaces();
        KernelTimes step = GraphParts.times(network, COUNTED, () -> steps.take(batch));
        Predictor predictor = Predictor.of(network);
        double infer = median(() -> predictor.predict(batch.getFeatures()));
        return new Figures(train, infer, peak, workspaces, step, batchMillis);
    }

    private static ComputationGraph network(TResNetVariant variant, Computation computation) {
        ComputationGraph network = new ComputationGraph(TResNet.of(variant)
                .classes(CLASSES)
                .computation(computation)
                .settings(TrainingSteps.momentum(LEARNING_RATE, MOMENTUM))
                .build());
        network.init();
        return network;
    }

    private static INDArray labels(int images) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, images, CLASSES);
        IntStream.range(0, images).forEach(i -> labels.putScalar(i, i % CLASSES, 1));
        return labels;
    }

    /** Of {@value #COUNTED} runs after {@value #WARM_UP}. */
    static double median(Runnable step) {
        double[] millis = IntStream.range(0, WARM_UP + COUNTED)
                .mapToDouble(i -> millis(step))
                .toArray();
        return Quantiles.median().compute(Arrays.copyOfRange(millis, WARM_UP, millis.length));
    }

    private static double millis(Runnable step) {
        long begun = System.nanoTime();
        step.run();
        // a GPU computes on while this thread runs: wait for it
        Nd4j.getExecutioner().commit();
        return (System.nanoTime() - begun) / 1e6;
    }

    private static Map<String, Long> workspaces() {
        Map<String, Long> bytes = new TreeMap<>();
        for (MemoryWorkspace workspace : Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread()) {
            bytes.merge(workspace.getId(), workspace.getMaxCycleAllocations(), Long::sum);
        }
        return bytes;
    }
}
