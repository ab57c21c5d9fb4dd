package org.tresnet4j.runner.device;

import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Measures whether convolutions really reach the fast library (oneDNN, cuDNN): the same 3×3 convolution with the
 * helpers allowed and forbidden.
 *
 * @param helpersMillis with helpers allowed
 * @param genericMillis without
 */
record ConvolutionProbe(double helpersMillis, double genericMillis) {

    private static final int IMAGES = 4;
    private static final int CHANNELS = 64;
    private static final int SIDE = 56;
    private static final int REPEATS = 5;
    private static final double GIGAFLOP = 2.0 * IMAGES * CHANNELS * CHANNELS * 9 * SIDE * SIDE / 1e9;

    /** A helper that works is about five times as fast; less than this is no helper. */
    private static final double FASTER = 1.8;

    static ConvolutionProbe measure() {
        Environment environment = Nd4j.getEnvironment();
        boolean allowed = environment.helpersAllowed();
        INDArray input = Nd4j.rand(DataType.FLOAT, IMAGES, CHANNELS, SIDE, SIDE);
        INDArray weights = Nd4j.rand(DataType.FLOAT, CHANNELS, CHANNELS, 3, 3);
        INDArray output = Nd4j.create(DataType.FLOAT, IMAGES, CHANNELS, SIDE, SIDE);
        try {
            double asSet = fastest(input, weights, output);
            environment.allowHelpers(false);
            return new ConvolutionProbe(asSet, fastest(input, weights, output));
        } finally {
            environment.allowHelpers(allowed);
        }
    }

    private static double fastest(INDArray input, INDArray weights, INDArray output) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < REPEATS; i++) {
            long begun = System.nanoTime();
            Nd4j.exec(DynamicCustomOp.builder("conv2d")
                    .addInputs(input, weights)
                    .addOutputs(output)
                    // kernel, stride, padding, dilation, SAME, NCHW, weights [oC,iC,kH,kW]
                    .addIntegerArguments(3, 3, 1, 1, 0, 0, 1, 1, 1, 0, 1)
                    .build());
            // a GPU computes on while this thread runs: wait for it
            Nd4j.getExecutioner().commit();
            best = Math.min(best, (System.nanoTime() - begun) / 1e6);
        }
        return best;
    }

    Finding finding() {
        String value = String.format(
                Locale.ROOT,
                "%.1f ms with helpers (%.0f GFLOP/s), %.1f ms without",
                helpersMillis,
                GIGAFLOP / helpersMillis * 1e3,
                genericMillis);
        return genericMillis / helpersMillis >= FASTER
                ? Finding.well("convolution", "helpers are active: " + value)
                : Finding.problem(
                        "convolution",
                        "helpers are not active: " + value,
                        "Training will take several times as long. Put nd4j-native with a -onednn- classifier on the class"
                                + " path (see 'native library'), or nd4j-cuda on a GPU.");
    }
}
