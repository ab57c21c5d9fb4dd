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
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.kernel.FoldedConvolution;
import org.tresnet4j.backbone.kernel.Folding;
import org.tresnet4j.backbone.kernel.KernelChoice;
import org.tresnet4j.backbone.kernel.KernelSelection;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Precision;
import org.tresnet4j.backbone.kernel.Window;

/** Convolutions of 3×3 as TResNet and a detector's towers have them, as many channels out as in. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ConvolutionBenchmark {

    private static final Window FILTER = new Window(3, 1);

    /** Images, channels and sides. */
    @Param({"8x64x56", "8x128x28", "8x256x28", "8x256x14", "8x512x14", "8x512x7", "1x256x14", "2x256x64"})
    public String shape;

    @Param("AUTO")
    public KernelChoice choice;

    private final ReusedMemory memory = new ReusedMemory();
    private Kernels kernels;
    private INDArray x;
    private INDArray gradient;
    private INDArray weights;
    private INDArray weightsGradient;
    private FoldedConvolution folded;

    @Setup
    public void setUp() {
        kernels = KernelSelection.entrance(new Computation(choice, Precision.FLOAT32), DataType.FLOAT);
        ConvolutionShape of = ConvolutionShape.parse(shape);
        x = maps(of);
        gradient = maps(of);
        weights = Nd4j.randn(DataType.FLOAT, of.channels(), of.channels(), FILTER.size(), FILTER.size());
        weightsGradient = weights.ulike();
        folded = kernels.fold(new Folding(weights, Nd4j.zeros(DataType.FLOAT, of.channels()), FILTER, 0, false));
    }

    /** In the layout of the kernels. */
    private INDArray maps(ConvolutionShape of) {
        return kernels.copy(
                Nd4j.randn(DataType.FLOAT, of.images(), of.channels(), of.side(), of.side()), new ReusedMemory());
    }

    @Benchmark
    public INDArray convolutionForward() {
        return kernels.convolution(x, weights, FILTER, memory.rewound());
    }

    /** To the maps and to the weights. */
    @Benchmark
    public INDArray convolutionBackward() {
        return kernels.convolutionGradient(x, weights, gradient, FILTER, weightsGradient, memory.rewound());
    }

    @Benchmark
    public INDArray convolutionFolded() {
        return folded.apply(x, null, memory.rewound());
    }
}
