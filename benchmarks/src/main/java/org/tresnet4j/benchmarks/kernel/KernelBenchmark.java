package org.tresnet4j.benchmarks.kernel;

import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.tresnet4j.backbone.kernel.Affine;
import org.tresnet4j.backbone.kernel.BatchStatistics;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.kernel.ExcitationWeights;
import org.tresnet4j.backbone.kernel.KernelChoice;
import org.tresnet4j.backbone.kernel.KernelSelection;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;
import org.tresnet4j.backbone.kernel.Normalized;
import org.tresnet4j.backbone.kernel.Precision;
import org.tresnet4j.backbone.kernel.Window;

/** Kernels on the maps of TResNet-M's first stage: [8,64,56,56], from images of 224 pixels. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class KernelBenchmark {

    static final int BATCH = 8;
    static final int CHANNELS = 64;
    static final int SIDE = 56;

    private static final int BLOCK = 4;
    private static final int FILTER = 3;
    private static final int HIDDEN = 64;
    private static final double SLOPE = 1e-3;

    @Param("AUTO")
    public KernelChoice choice;

    @Param({"FLOAT32", "BFLOAT16"})
    public Precision precision;

    private final ReusedMemory memory = new ReusedMemory();
    private Kernels kernels;
    private INDArray x;
    private INDArray other;
    private INDArray weights;
    private Affine affine;
    private BatchStatistics statistics;
    private ExcitationWeights excitation;

    @Setup
    public void setUp() {
        kernels = KernelSelection.entrance(new Computation(choice, precision), DataType.FLOAT);
        x = maps();
        other = maps();
        weights = normal(CHANNELS, CHANNELS, FILTER, FILTER);
        affine = new Affine(normal(CHANNELS), normal(CHANNELS));
        statistics = BatchStatistics.buffers(DataType.FLOAT, CHANNELS);
        excitation = new ExcitationWeights(
                normal(HIDDEN, CHANNELS), normal(HIDDEN), normal(CHANNELS, HIDDEN), normal(CHANNELS));
    }

    /** In the layout of the kernels, which {@code spaceToDepth} makes. */
    private INDArray maps() {
        INDArray images = normal(BATCH, CHANNELS / (BLOCK * BLOCK), SIDE * BLOCK, SIDE * BLOCK);
        return kernels.spaceToDepth(images, BLOCK, new ReusedMemory());
    }

    private static INDArray normal(long... shape) {
        return Nd4j.randn(DataType.FLOAT, shape);
    }

    @Benchmark
    public INDArray convolution() {
        return kernels.convolution(x, weights, new Window(FILTER, 1), memory.rewound());
    }

    @Benchmark
    public Normalized normalizeBatch() {
        // partly in place: from the second call on it may normalise what is almost normal, at the same cost
        return kernels.normalizeBatch(x, affine, SLOPE, statistics, memory.rewound());
    }

    @Benchmark
    public INDArray blur() {
        return kernels.blur(x, memory.rewound());
    }

    @Benchmark
    public INDArray exciteChannels() {
        Memory rewound = memory.rewound();
        return kernels.gateChannels(
                x, kernels.exciteChannels(x, excitation, rewound).gate(), rewound);
    }

    @Benchmark
    public INDArray residual() {
        return kernels.residual(x, other, memory.rewound());
    }
}
