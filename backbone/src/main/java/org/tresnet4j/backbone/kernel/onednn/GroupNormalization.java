package org.tresnet4j.backbone.kernel.onednn;

import static org.tresnet4j.backbone.kernel.Kernels.EPSILON;
import static org.tresnet4j.backbone.kernel.onednn.ChannelsLast.address;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Affine;
import org.tresnet4j.backbone.kernel.GroupNormalized;
import org.tresnet4j.backbone.kernel.GroupStatistics;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * Group normalisation with ReLU by oneDNN's batch normalisation of one image at a time: it measures channels, Java joins
 * them to groups, and it applies the groups' statistics as given ones. The formulas are at the ND4J twin.
 */
final class GroupNormalization {

    private static final double RELU = 0;

    private GroupNormalization() {}

    static GroupNormalized forward(INDArray x, int groups, Affine affine, Memory memory) {
        ChannelsLast maps = ChannelsLast.of(x);
        ChannelsLast image = maps.image();
        INDArray y = maps.output(memory);
        INDArray mean = vector(maps, memory);
        INDArray variance = vector(maps, memory);
        Groups measured = new Groups(groups, maps);
        Normalization.Forward measure = new Normalization.Forward(image, (float) EPSILON, false);
        Normalization.Forward apply = new Normalization.Forward(image, (float) EPSILON, true);
        for (int n = 0; n < maps.batch(); n++) {
            INDArray from = ChannelsLast.image(x, n);
            INDArray to = ChannelsLast.image(y, n);
            run(measure, from, to, mean, variance, affine);
            measured.join(n, mean, variance);
            run(apply, from, to, mean, variance, affine);
        }
        LeakyRelu.forward(maps, RELU, address(y), address(y));
        return new GroupNormalized(y, x, measured.statistics());
    }

    private static void run(
            Normalization.Forward recipe, INDArray from, INDArray to, INDArray mean, INDArray variance, Affine affine) {
        Primitives.get(recipe)
                .run(
                        address(from),
                        address(to),
                        address(mean),
                        address(variance),
                        address(affine.scale()),
                        address(affine.shift()));
    }

    static INDArray backward(
            GroupNormalized forward, INDArray dy, Affine affine, Affine affineGradient, Memory memory) {
        INDArray x = forward.input();
        ChannelsLast maps = ChannelsLast.of(x);
        ChannelsLast image = maps.image();
        INDArray dz = maps.scratch(memory);
        LeakyRelu.backward(maps, RELU, address(forward.output()), address(dy), address(dz));

        INDArray dx = maps.scratch(memory);
        INDArray correction = dz;
        INDArray mean = vector(maps, memory);
        INDArray variance = vector(maps, memory);
        INDArray scaleGradient = vector(maps, memory);
        INDArray shiftGradient = vector(maps, memory);
        INDArray correctionScale = vector(maps, memory);
        INDArray correctionShift = vector(maps, memory);
        Affine corrections = new Affine(correctionScale, correctionShift);
        Groups groups = new Groups(forward.statistics(), maps);
        float[] gamma = Vectors.read(affine.scale());
        float[] scaleSum = new float[gamma.length];
        float[] shiftSum = new float[gamma.length];
        for (int n = 0; n < maps.batch(); n++) {
            groups.spread(n, mean, variance);
            // γ/σ·dz, and with it Σdz·x̂ and Σdz of the channels
            Primitives.get(new Normalization.Backward(image, (float) EPSILON, true))
                    .run(
                            address(ChannelsLast.image(x, n)),
                            address(ChannelsLast.image(dx, n)),
                            address(ChannelsLast.image(dz, n)),
                            address(mean),
                            address(variance),
                            address(affine.scale()),
                            address(scaleGradient),
                            address(shiftGradient),
                            address(affine.shift()));
            float[] products = Vectors.read(scaleGradient);
            float[] sums = Vectors.read(shiftGradient);
            accumulate(products, scaleSum);
            accumulate(sums, shiftSum);
            Vectors.write(groups.correction(n, gamma, products), correctionScale);
            Vectors.write(groups.correction(n, gamma, sums), correctionShift);
            // −x̂·Q/(Mσ) − P/(Mσ), where this image's dz was
            run(
                    new Normalization.Forward(image, (float) EPSILON, true),
                    ChannelsLast.image(x, n),
                    ChannelsLast.image(correction, n),
                    mean,
                    variance,
                    corrections);
        }
        Vectors.write(scaleSum, affineGradient.scale());
        Vectors.write(shiftSum, affineGradient.shift());
        Elementwise.add(maps, false, address(dx), address(correction), address(dx));
        return dx;
    }

    private static void accumulate(float[] values, float[] sums) {
        for (int c = 0; c < values.length; c++) {
            sums[c] += values[c];
        }
    }

    private static INDArray vector(ChannelsLast maps, Memory memory) {
        return memory.scratch(DataType.FLOAT, maps.channels());
    }

    /** Between the statistics of channels and those of groups. */
    private static final class Groups {

        private final int channels;
        private final int inGroup;
        private final long values;
        private final GroupStatistics statistics;

        Groups(int groups, ChannelsLast maps) {
            this(
                    new GroupStatistics(
                            groups, new double[(int) maps.batch() * groups], new double[(int) maps.batch() * groups]),
                    maps);
        }

        Groups(GroupStatistics statistics, ChannelsLast maps) {
            this.statistics = statistics;
            this.channels = (int) maps.channels();
            this.inGroup = channels / statistics.groups();
            this.values = inGroup * maps.pixels();
        }

        GroupStatistics statistics() {
            return statistics;
        }

        /** The groups' statistics from those of an image's channels, which they replace. */
        void join(int image, INDArray mean, INDArray variance) {
            float[] means = Vectors.read(mean);
            float[] variances = Vectors.read(variance);
            for (int g = 0; g < statistics.groups(); g++) {
                double sum = 0;
                double within = 0;
                for (int c = g * inGroup; c < (g + 1) * inGroup; c++) {
                    sum += means[c];
                    within += variances[c];
                }
                double centre = sum / inGroup;
                double between = 0;
                for (int c = g * inGroup; c < (g + 1) * inGroup; c++) {
                    between += (means[c] - centre) * (means[c] - centre);
                }
                statistics.mean()[index(image, g)] = centre;
                statistics.variance()[index(image, g)] = (within + between) / inGroup;
            }
            spread(image, mean, variance);
        }

        /** Gives every channel of an image the statistics of its group. */
        void spread(int image, INDArray mean, INDArray variance) {
            float[] means = new float[channels];
            float[] variances = new float[channels];
            for (int c = 0; c < channels; c++) {
                means[c] = (float) statistics.mean()[index(image, c / inGroup)];
                variances[c] = (float) statistics.variance()[index(image, c / inGroup)];
            }
            Vectors.write(means, mean);
            Vectors.write(variances, variance);
        }

        /** −Σγ·s/(Mσ) over the group of each channel, s a sum of that channel. */
        float[] correction(int image, float[] gamma, float[] sums) {
            float[] corrections = new float[channels];
            for (int g = 0; g < statistics.groups(); g++) {
                double sum = 0;
                for (int c = g * inGroup; c < (g + 1) * inGroup; c++) {
                    sum += gamma[c] * sums[c];
                }
                double deviation = Math.sqrt(statistics.variance()[index(image, g)] + EPSILON);
                Arrays.fill(corrections, g * inGroup, (g + 1) * inGroup, (float) (-sum / (values * deviation)));
            }
            return corrections;
        }

        private int index(int image, int group) {
            return image * statistics.groups() + group;
        }
    }
}
