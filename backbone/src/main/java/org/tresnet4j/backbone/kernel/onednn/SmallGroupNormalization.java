package org.tresnet4j.backbone.kernel.onednn;

import static org.tresnet4j.backbone.kernel.Kernels.EPSILON;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Affine;
import org.tresnet4j.backbone.kernel.GroupNormalized;
import org.tresnet4j.backbone.kernel.GroupStatistics;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * {@link GroupNormalization} of small maps in float32, in Java: with the coarse levels of a pyramid oneDNN's calls for each
 * image take longer to start than to run.
 */
final class SmallGroupNormalization {

    /** Values of a batch from which on oneDNN is faster (measured on two cores: about 2·10⁵). */
    private static final long LARGEST = 200_000;

    private final ChannelsLast maps;
    private final int channels;
    private final int pixels;
    private final int inGroup;
    private final int groups;

    private SmallGroupNormalization(ChannelsLast maps, int groups) {
        this.maps = maps;
        this.channels = (int) maps.channels();
        this.pixels = (int) maps.pixels();
        this.groups = groups;
        this.inGroup = channels / groups;
    }

    static boolean takes(ChannelsLast maps) {
        return maps.type() == DataType.FLOAT && maps.batch() * maps.channels() * maps.pixels() <= LARGEST;
    }

    static GroupNormalized forward(INDArray x, int groups, Affine affine, Memory memory) {
        ChannelsLast maps = ChannelsLast.of(x);
        return new SmallGroupNormalization(maps, groups).forward(x, affine, memory);
    }

    static INDArray backward(
            GroupNormalized forward, INDArray dy, Affine affine, Affine affineGradient, Memory memory) {
        ChannelsLast maps = ChannelsLast.of(forward.input());
        return new SmallGroupNormalization(maps, forward.statistics().groups())
                .gradient(forward, dy, affine, affineGradient, memory);
    }

    private GroupNormalized forward(INDArray x, Affine affine, Memory memory) {
        float[] values = Vectors.read(x);
        float[] gamma = Vectors.read(affine.scale());
        float[] beta = Vectors.read(affine.shift());
        double[] mean = new double[(int) maps.batch() * groups];
        double[] variance = new double[mean.length];
        float[] factor = new float[channels];
        float[] shift = new float[channels];
        for (int n = 0; n < maps.batch(); n++) {
            measure(values, n, mean, variance);
            for (int c = 0; c < channels; c++) {
                int group = n * groups + c / inGroup;
                factor[c] = (float) (gamma[c] / deviation(variance[group]));
                shift[c] = (float) (beta[c] - factor[c] * mean[group]);
            }
            for (int pixel = 0; pixel < pixels; pixel++) {
                int at = (n * pixels + pixel) * channels;
                for (int c = 0; c < channels; c++) {
                    values[at + c] = Math.max(values[at + c] * factor[c] + shift[c], 0);
                }
            }
        }
        INDArray y = maps.output(memory);
        Vectors.write(values, y);
        return new GroupNormalized(y, x, new GroupStatistics(groups, mean, variance));
    }

    /** Two passes: of values far from 0 a difference of squares would leave little. */
    private void measure(float[] values, int image, double[] mean, double[] variance) {
        double[] sums = new double[channels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            int at = (image * pixels + pixel) * channels;
            for (int c = 0; c < channels; c++) {
                sums[c] += values[at + c];
            }
        }
        double inverse = 1.0 / ((double) pixels * inGroup);
        join(sums, image, mean, inverse);
        double[] squares = new double[channels];
        double[] centre = new double[channels];
        for (int c = 0; c < channels; c++) {
            centre[c] = mean[image * groups + c / inGroup];
        }
        for (int pixel = 0; pixel < pixels; pixel++) {
            int at = (image * pixels + pixel) * channels;
            for (int c = 0; c < channels; c++) {
                double difference = values[at + c] - centre[c];
                squares[c] += difference * difference;
            }
        }
        join(squares, image, variance, inverse);
    }

    private void join(double[] ofChannels, int image, double[] ofGroups, double factor) {
        for (int c = 0; c < channels; c++) {
            ofGroups[image * groups + c / inGroup] += ofChannels[c] * factor;
        }
    }

    private INDArray gradient(
            GroupNormalized forward, INDArray dy, Affine affine, Affine affineGradient, Memory memory) {
        float[] x = Vectors.read(forward.input());
        float[] y = Vectors.read(forward.output());
        float[] dz = Vectors.read(dy);
        float[] gamma = Vectors.read(affine.scale());
        GroupStatistics statistics = forward.statistics();
        double[] scaleGradient = new double[channels];
        double[] shiftGradient = new double[channels];
        for (int n = 0; n < maps.batch(); n++) {
            rectify(dz, y, n);
            gradient(n, x, dz, gamma, statistics, scaleGradient, shiftGradient);
        }
        Vectors.write(floats(scaleGradient), affineGradient.scale());
        Vectors.write(floats(shiftGradient), affineGradient.shift());
        INDArray dx = maps.scratch(memory);
        Vectors.write(dz, dx);
        return dx;
    }

    private void rectify(float[] gradient, float[] y, int image) {
        int end = (image + 1) * pixels * channels;
        for (int i = image * pixels * channels; i < end; i++) {
            gradient[i] = y[i] > 0 ? gradient[i] : 0;
        }
    }

    /** Replaces an image's dz by its dx and adds to the sums of the parameters' gradients. */
    private void gradient(
            int image,
            float[] x,
            float[] dz,
            float[] gamma,
            GroupStatistics statistics,
            double[] scaleGradient,
            double[] shiftGradient) {
        float[] mean = new float[channels];
        float[] inverse = new float[channels];
        for (int c = 0; c < channels; c++) {
            int group = image * groups + c / inGroup;
            mean[c] = (float) statistics.mean()[group];
            inverse[c] = (float) (1 / deviation(statistics.variance()[group]));
        }
        double[] sums = new double[channels];
        double[] products = new double[channels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            int at = (image * pixels + pixel) * channels;
            for (int c = 0; c < channels; c++) {
                sums[c] += dz[at + c];
                products[c] += dz[at + c] * (x[at + c] - mean[c]) * inverse[c];
            }
        }
        double[] ofGroupSums = new double[groups];
        double[] ofGroupProducts = new double[groups];
        double values = (double) pixels * inGroup;
        for (int c = 0; c < channels; c++) {
            shiftGradient[c] += sums[c];
            scaleGradient[c] += products[c];
            ofGroupSums[c / inGroup] += gamma[c] * sums[c] / values;
            ofGroupProducts[c / inGroup] += gamma[c] * products[c] / values;
        }
        float[] p = new float[channels];
        float[] q = new float[channels];
        for (int c = 0; c < channels; c++) {
            p[c] = (float) ofGroupSums[c / inGroup];
            q[c] = (float) ofGroupProducts[c / inGroup] * inverse[c];
        }
        for (int pixel = 0; pixel < pixels; pixel++) {
            int at = (image * pixels + pixel) * channels;
            for (int c = 0; c < channels; c++) {
                dz[at + c] = (gamma[c] * dz[at + c] - p[c] - (x[at + c] - mean[c]) * q[c]) * inverse[c];
            }
        }
    }

    private static double deviation(double variance) {
        return Math.sqrt(variance + EPSILON);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
