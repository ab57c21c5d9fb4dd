package org.tresnet4j.backbone.kernel.onednn;

import static org.tresnet4j.backbone.kernel.Kernels.EPSILON;
import static org.tresnet4j.backbone.kernel.Kernels.IDENTITY;
import static org.tresnet4j.backbone.kernel.onednn.ChannelsLast.address;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Affine;
import org.tresnet4j.backbone.kernel.BatchStatistics;
import org.tresnet4j.backbone.kernel.Memory;
import org.tresnet4j.backbone.kernel.Normalized;

/**
 * In-Place ABN (1712.02616) by oneDNN's batch normalisation and leaky ReLU; the formulas are at the ND4J twin.
 *
 * <p>In float32 the result overwrites the convolution's output, and the backward pass recovers the pre-activation z from
 * it. As z = γx̂ + β, oneDNN's own backward pass computes x̂ from z when it is told that the mean is β and the variance
 * γ²; with the scale γ²/σ its gradient is the one wanted, γ/σ·(…). In bfloat16 z has 8 bits and a small γ would leave none
 * of x̂: there the input is kept instead, which at half the bytes is no more memory.
 */
final class InPlaceAbn {

    private static final float NO_EPSILON = 0;

    private InPlaceAbn() {}

    static Normalized forward(
            INDArray x, Affine affine, double slope, BatchStatistics statistics, boolean ofBatch, Memory memory) {
        ChannelsLast maps = ChannelsLast.of(x);
        boolean keepInput = ofBatch && maps.type() == DataType.BFLOAT16;
        INDArray y = keepInput ? maps.output(memory) : x;
        Primitives.get(new Normalization.Forward(maps, (float) EPSILON, !ofBatch))
                .run(
                        address(x),
                        address(y),
                        address(statistics.mean()),
                        address(statistics.variance()),
                        address(Vectors.scratch(gamma(affine), memory)),
                        address(affine.shift()));
        if (slope != IDENTITY) {
            LeakyRelu.forward(maps, slope, address(y), address(y));
        }
        return new Normalized(y, keepInput ? x : y, statistics, ofBatch);
    }

    static INDArray backward(
            Normalized forward, INDArray dy, Affine affine, double slope, Affine affineGradient, Memory memory) {
        ChannelsLast maps = ChannelsLast.of(forward.output());
        Pointer y = address(forward.output());
        INDArray dx = maps.scratch(memory);
        Pointer dz = address(dy);
        if (slope != IDENTITY) {
            dz = address(dx);
            LeakyRelu.backward(maps, slope, y, address(dy), dz);
        }
        boolean recover = forward.kept() == forward.output();
        Source source = recover
                ? recovered(forward, affine, slope, maps, memory)
                : new Source(
                        address(forward.kept()),
                        forward.statistics().mean(),
                        forward.statistics().variance(),
                        (float) EPSILON,
                        gamma(affine));
        INDArray scaleGradient = memory.scratch(DataType.FLOAT, maps.channels());
        Primitives.get(new Normalization.Backward(maps, source.epsilon(), !forward.ofBatch()))
                .run(
                        source.maps(),
                        address(dx),
                        dz,
                        address(source.mean()),
                        address(source.variance()),
                        address(Vectors.scratch(source.scale(), memory)),
                        address(scaleGradient),
                        address(affineGradient.shift()),
                        address(affine.shift()));
        writeScaleGradient(Vectors.read(scaleGradient), affine, affineGradient);
        return dx;
    }

    /** What oneDNN's backward pass takes x̂ from. */
    private record Source(Pointer maps, INDArray mean, INDArray variance, float epsilon, float[] scale) {}

    private static Source recovered(Normalized forward, Affine affine, double slope, ChannelsLast maps, Memory memory) {
        Pointer z = address(forward.output());
        if (slope != IDENTITY) {
            INDArray recovered = maps.scratch(memory);
            LeakyRelu.invert(maps, slope, z, address(recovered));
            z = address(recovered);
        }
        float[] squares = gamma(affine);
        float[] scale = new float[squares.length];
        float[] variance = Vectors.read(forward.statistics().variance());
        for (int c = 0; c < squares.length; c++) {
            squares[c] *= squares[c];
            scale[c] = (float) (squares[c] / Math.sqrt(variance[c] + EPSILON));
        }
        return new Source(z, affine.shift(), Vectors.scratch(squares, memory), NO_EPSILON, scale);
    }

    static void statisticsGradient(
            BatchStatistics running, BatchStatistics batch, long values, double momentum, BatchStatistics gradient) {
        writeDifference(running.mean(), batch.mean(), 1, momentum, gradient.mean());
        writeDifference(running.variance(), batch.variance(), values / (values - 1.0), momentum, gradient.variance());
    }

    /** target ← momentum·(running − factor·batch) */
    private static void writeDifference(
            INDArray running, INDArray batch, double factor, double momentum, INDArray target) {
        float[] difference = Vectors.read(running);
        float[] ofBatch = Vectors.read(batch);
        for (int c = 0; c < difference.length; c++) {
            difference[c] = (float) (momentum * (difference[c] - factor * ofBatch[c]));
        }
        Vectors.write(difference, target);
    }

    private static float[] gamma(Affine affine) {
        float[] gamma = Vectors.read(affine.scale());
        for (int c = 0; c < gamma.length; c++) {
            gamma[c] = (float) (Math.abs(gamma[c]) + EPSILON);
        }
        return gamma;
    }

    /** ±1 times that of γ = |scale|+ε, and +1 at 0, so that a scale that starts at zero still trains. */
    private static void writeScaleGradient(float[] gradient, Affine affine, Affine affineGradient) {
        float[] scale = Vectors.read(affine.scale());
        for (int c = 0; c < gradient.length; c++) {
            gradient[c] = scale[c] < 0 ? -gradient[c] : gradient[c];
        }
        Vectors.write(gradient, affineGradient.scale());
    }
}
