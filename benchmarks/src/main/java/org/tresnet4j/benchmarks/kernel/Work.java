package org.tresnet4j.benchmarks.kernel;

import java.util.List;
import org.tresnet4j.backbone.kernel.Precision;
import org.tresnet4j.benchmarks.report.Quantity;
import org.tresnet4j.benchmarks.worker.MachineLimits;

/** What a call of each benchmark gets done, by its method's name. */
final class Work {

    static final String PRODUCT = "product";
    static final String TRIAD = "triad";

    /** In the order of the report. */
    static final List<String> NAMES = List.of(
            PRODUCT,
            "convolution",
            "convolutionForward",
            "convolutionBackward",
            "convolutionFolded",
            TRIAD,
            "normalizeBatch",
            "blur",
            "exciteChannels",
            "residual");

    private static final String FLOP = "GFLOP";
    private static final double GIGA = 1e9;

    /** Values of a map. */
    private static final double MAP =
            (double) KernelBenchmark.BATCH * KernelBenchmark.CHANNELS * KernelBenchmark.SIDE * KernelBenchmark.SIDE;

    private Work() {}

    /** Of a convolution of that shape: what a direct one multiplies and adds, however it is computed. */
    static Quantity of(String name, ConvolutionShape shape) {
        int passes = name.equals("convolutionBackward") ? 2 : 1;
        return Quantity.of(passes * shape.flop() / GIGA, FLOP);
    }

    /** Maps are counted as often as they have to be read or written if no cache held them. */
    static Quantity of(String name, Precision precision) {
        return switch (name) {
            case PRODUCT -> Quantity.of(MachineLimits.productGigaflop(), FLOP);
            case TRIAD -> Quantity.of(MachineLimits.triadGigabytes(), "GB");
            case "convolution" -> Quantity.of(2 * 9 * MAP * KernelBenchmark.CHANNELS / GIGA, FLOP);
            case "blur" -> maps(1.25, precision);
            // statistics or means; then reading and writing
            case "normalizeBatch", "exciteChannels", "residual" -> maps(3, precision);
            default -> throw new IllegalArgumentException("'" + name + "' is no benchmark of " + NAMES);
        };
    }

    /** What bounds it: the machine's product of matrices or its memory. */
    static String limit(Quantity work) {
        return work.unit().equals(FLOP) ? PRODUCT : TRIAD;
    }

    private static Quantity maps(double times, Precision precision) {
        int bytes = precision == Precision.BFLOAT16 ? Short.BYTES : Float.BYTES;
        return Quantity.of(times * MAP * bytes / GIGA, "GB");
    }
}
