package org.tresnet4j.backbone.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tresnet4j.backbone.Hashed;
import org.tresnet4j.backbone.kernel.nd4j.Nd4jKernels;

/** Each kernel against a loop that says what it means, and its gradient against finite differences in double. */
class KernelsTest {

    private static final DataType TYPE = DataType.DOUBLE;
    private static final double STEP = 1e-6;
    private static final double EXACT = 1e-12;
    private static final double NUMERIC = 1e-6;

    private final Kernels kernels = new Nd4jKernels();
    private final Memory memory = new PlainMemory();

    @Test
    void spaceToDepthOrdersChannelsByBlockRowBlockColumnColour() {
        INDArray x = maps("x", 2, 3, 8, 12);
        INDArray y = kernels.spaceToDepth(x, 4, memory);
        assertThat(y.shape()).containsExactly(2, 48, 2, 3);
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 4; column++) {
                for (int colour = 0; colour < 3; colour++) {
                    assertThat(y.getDouble(1, (row * 4 + column) * 3 + colour, 1, 2))
                            .isEqualTo(x.getDouble(1, colour, 4 + row, 8 + column));
                }
            }
        }
        assertThat(kernels.spaceToDepthGradient(y, 4, memory)).isEqualTo(x);
    }

    @ParameterizedTest
    @CsvSource({"1,1,5,6", "3,1,5,4", "3,2,7,6"})
    void convolution(int size, int stride, int height, int width) {
        Window window = new Window(size, stride);
        INDArray x = maps("x", 2, 3, height, width);
        INDArray weights = maps("w", 4, 3, size, size);
        INDArray y = kernels.convolution(x, weights, window, memory);
        for (int o = 0; o < 4; o++) {
            for (int i = 0; i < y.size(2); i++) {
                for (int j = 0; j < y.size(3); j++) {
                    double sum = 0;
                    for (int c = 0; c < 3; c++) {
                        for (int u = 0; u < size; u++) {
                            for (int v = 0; v < size; v++) {
                                int row = i * stride + u - size / 2;
                                int column = j * stride + v - size / 2;
                                if (row >= 0 && row < height && column >= 0 && column < width) {
                                    sum += x.getDouble(1, c, row, column) * weights.getDouble(o, c, u, v);
                                }
                            }
                        }
                    }
                    assertThat(y.getDouble(1, o, i, j)).isCloseTo(sum, within(EXACT));
                }
            }
        }

        INDArray upstream = maps("g", y.shape());
        INDArray weightsGradient = weights.ulike();
        INDArray gradient = kernels.convolutionGradient(x, weights, upstream, window, weightsGradient, memory);
        Supplier<INDArray> forward = () -> kernels.convolution(x, weights, window, memory);
        checkGradient(x, gradient, upstream, forward);
        checkGradient(weights, weightsGradient, upstream, forward);
        INDArray alone = weights.ulike();
        kernels.convolutionWeightsGradient(x, upstream, window, alone, memory);
        assertThat(alone).isEqualTo(weightsGradient);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e-2, 1e-3, 1e-6})
    void normalizationWithTheStatisticsOfTheBatch(double slope) {
        INDArray x = maps("x", 3, 4, 3, 5);
        Affine affine = affine();
        BatchStatistics statistics = BatchStatistics.buffers(TYPE, 4);
        Normalized forwardPass = kernels.normalizeBatch(x.dup(), affine, slope, statistics, memory);
        INDArray y = forwardPass.output();
        for (int c = 0; c < 4; c++) {
            double mean = 0;
            double squares = 0;
            for (int n = 0; n < 3; n++) {
                for (int p = 0; p < 15; p++) {
                    double value = x.getDouble(n, c, p / 5, p % 5);
                    mean += value / 45;
                    squares += value * value / 45;
                }
            }
            double variance = squares - mean * mean;
            assertThat(statistics.mean().getDouble(c)).isCloseTo(mean, within(EXACT));
            assertThat(statistics.variance().getDouble(c)).isCloseTo(variance, within(EXACT));
            double normalized = (x.getDouble(1, c, 2, 3) - mean) / Math.sqrt(variance + 1e-5);
            double z = (Math.abs(affine.scale().getDouble(c)) + 1e-5) * normalized
                    + affine.shift().getDouble(c);
            assertThat(y.getDouble(1, c, 2, 3)).isCloseTo(z > 0 ? z : z * slope, within(1e-10));
        }

        INDArray upstream = maps("g", y.shape());
        Affine gradients = new Affine(Nd4j.create(TYPE, 4), Nd4j.create(TYPE, 4));
        INDArray gradient = kernels.normalizeGradient(forwardPass, upstream, affine, slope, gradients, memory);
        Supplier<INDArray> forward = () -> {
            BatchStatistics again = BatchStatistics.buffers(TYPE, 4);
            return kernels.normalizeBatch(x.dup(), affine, slope, again, memory).output();
        };
        checkGradient(x, gradient, upstream, forward);
        checkGradient(affine.scale(), gradients.scale(), upstream, forward);
        checkGradient(affine.shift(), gradients.shift(), upstream, forward);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e-3})
    void normalizationWithConstantStatistics(double slope) {
        INDArray x = maps("x", 2, 4, 3, 5);
        Affine affine = affine();
        BatchStatistics statistics =
                new BatchStatistics(Hashed.array(TYPE, "mean", 0.3, 0, 4), Hashed.array(TYPE, "variance", 0.5, 1, 4));
        Supplier<INDArray> forward = () ->
                kernels.normalize(x.dup(), affine, slope, statistics, memory).output();
        Normalized forwardPass = kernels.normalize(x.dup(), affine, slope, statistics, memory);
        INDArray upstream = maps("g", x.shape());
        Affine gradients = new Affine(Nd4j.create(TYPE, 4), Nd4j.create(TYPE, 4));
        INDArray gradient = kernels.normalizeGradient(forwardPass, upstream, affine, slope, gradients, memory);
        checkGradient(x, gradient, upstream, forward);
        checkGradient(affine.scale(), gradients.scale(), upstream, forward);
        checkGradient(affine.shift(), gradients.shift(), upstream, forward);
    }

    @Test
    void aScaleOfZeroStillTrains() {
        INDArray x = maps("x", 2, 1, 4, 4);
        Affine affine = new Affine(Nd4j.zeros(TYPE, 1), Nd4j.zeros(TYPE, 1));
        BatchStatistics statistics = BatchStatistics.buffers(TYPE, 1);
        Normalized forwardPass = kernels.normalizeBatch(x.dup(), affine, 1, statistics, memory);
        Affine gradients = new Affine(Nd4j.create(TYPE, 1), Nd4j.create(TYPE, 1));
        // the upstream gradient follows x̂, so the scale wants to grow: its gradient is positive, as for a scale > 0
        kernels.normalizeGradient(forwardPass, x, affine, 1, gradients, memory);
        assertThat(gradients.scale().getDouble(0)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"6,8", "5,7", "2,3"})
    void blurWithAReflectedBorder(int height, int width) {
        INDArray x = maps("x", 2, 3, height, width);
        INDArray y = kernels.blur(x, memory);
        assertThat(y.shape()).containsExactly(2, 3, (height + 1) / 2, (width + 1) / 2);
        int[] binomial = {1, 2, 1};
        for (int i = 0; i < y.size(2); i++) {
            for (int j = 0; j < y.size(3); j++) {
                double sum = 0;
                for (int u = 0; u < 3; u++) {
                    for (int v = 0; v < 3; v++) {
                        int row = reflect(2 * i + u - 1, height);
                        int column = reflect(2 * j + v - 1, width);
                        sum += binomial[u] * binomial[v] / 16.0 * x.getDouble(1, 2, row, column);
                    }
                }
                assertThat(y.getDouble(1, 2, i, j)).isCloseTo(sum, within(EXACT));
            }
        }
        INDArray upstream = maps("g", y.shape());
        checkGradient(x, kernels.blurGradient(upstream, x.shape(), memory), upstream, () -> kernels.blur(x, memory));
    }

    @ParameterizedTest
    @CsvSource({"6,8", "5,7", "1,1"})
    void averagePoolingCountsOnlyPixelsInsideTheMap(int height, int width) {
        INDArray x = maps("x", 2, 3, height, width);
        INDArray y = kernels.averagePool(x, memory);
        assertThat(y.shape()).containsExactly(2, 3, (height + 1) / 2, (width + 1) / 2);
        for (int i = 0; i < y.size(2); i++) {
            for (int j = 0; j < y.size(3); j++) {
                double sum = 0;
                int count = 0;
                for (int row = 2 * i; row < Math.min(2 * i + 2, height); row++) {
                    for (int column = 2 * j; column < Math.min(2 * j + 2, width); column++) {
                        sum += x.getDouble(1, 2, row, column);
                        count++;
                    }
                }
                assertThat(y.getDouble(1, 2, i, j)).isCloseTo(sum / count, within(EXACT));
            }
        }
        INDArray upstream = maps("g", y.shape());
        INDArray gradient = kernels.averagePoolGradient(upstream, x.shape(), memory);
        checkGradient(x, gradient, upstream, () -> kernels.averagePool(x, memory));
    }

    @Test
    void maxPoolingGivesTheGradientToTheMaximum() {
        Window window = new Window(3, 2);
        INDArray x = maps("x", 2, 3, 7, 6);
        MaxPooled forward = kernels.maxPool(x, window, memory);
        assertThat(forward.output().shape()).containsExactly(2, 3, 4, 3);
        double largest = Double.NEGATIVE_INFINITY;
        for (int row = 1; row <= 3; row++) {
            for (int column = 3; column <= 5; column++) {
                largest = Math.max(largest, x.getDouble(1, 2, row, column));
            }
        }
        assertThat(forward.output().getDouble(1, 2, 1, 2)).isEqualTo(largest);
        INDArray upstream = maps("g", forward.output().shape());
        INDArray gradient = kernels.maxPoolGradient(x, forward, upstream, window, memory);
        checkGradient(
                x, gradient, upstream, () -> kernels.maxPool(x, window, memory).output());
    }

    @Test
    void nearestUpsampling() {
        INDArray x = maps("x", 2, 3, 3, 2);
        INDArray y = kernels.upsample(x, 2, memory);
        assertThat(y.shape()).containsExactly(2, 3, 6, 4);
        assertThat(y.getDouble(1, 2, 5, 2)).isEqualTo(x.getDouble(1, 2, 2, 1));
        INDArray upstream = maps("g", y.shape());
        checkGradient(x, kernels.upsampleGradient(upstream, 2, memory), upstream, () -> kernels.upsample(x, 2, memory));
    }

    @Test
    void aFoldedConvolutionIsConvolutionNormalizationSumAndActivation() {
        Window window = new Window(3, 2);
        INDArray x = maps("x", 2, 3, 7, 6);
        INDArray weights = maps("w", 4, 3, 3, 3);
        Affine affine = affine();
        BatchStatistics statistics =
                new BatchStatistics(Hashed.array(TYPE, "mean", 0.3, 0, 4), Hashed.array(TYPE, "variance", 0.5, 1, 4));
        INDArray separate = kernels.normalize(
                        kernels.convolution(x, weights, window, memory), affine, 1, statistics, memory)
                .output();
        INDArray summand = maps("s", separate.shape());
        INDArray expected = kernels.residual(separate, summand, memory);
        INDArray folded = kernels.fold(Folding.of(weights, affine, statistics, window, 0, true))
                .apply(x, summand, memory);
        assertThat(folded.equalsWithEps(expected, 1e-10)).isTrue();
    }

    @Test
    void globalPooling() {
        INDArray x = maps("x", 2, 3, 5, 4);
        INDArray y = kernels.globalPool(x, memory);
        assertThat(y.shape()).containsExactly(2, 3);
        assertThat(y.equalsWithEps(x.mean(2, 3), EXACT)).isTrue();
        INDArray upstream = maps("g", 2, 3);
        INDArray gradient = kernels.globalPoolGradient(upstream, x.shape(), memory);
        checkGradient(x, gradient, upstream, () -> kernels.globalPool(x, memory));
    }

    @Test
    void runningStatisticsMoveToThoseOfABatchAsASample() {
        BatchStatistics running = new BatchStatistics(maps("mean", 4), maps("variance", 4));
        BatchStatistics batch = new BatchStatistics(maps("batch mean", 4), maps("batch variance", 4));
        BatchStatistics gradient = BatchStatistics.buffers(TYPE, 4);
        kernels.statisticsGradient(running, batch, 5, 0.1, gradient);
        for (int c = 0; c < 4; c++) {
            double mean = 0.9 * running.mean().getDouble(c) + 0.1 * batch.mean().getDouble(c);
            double variance = 0.9 * running.variance().getDouble(c)
                    + 0.1 * batch.variance().getDouble(c) * 5 / 4;
            assertThat(running.mean().getDouble(c) - gradient.mean().getDouble(c))
                    .isCloseTo(mean, within(EXACT));
            assertThat(running.variance().getDouble(c) - gradient.variance().getDouble(c))
                    .isCloseTo(variance, within(EXACT));
        }
    }

    @Test
    void squeezeAndExcitation() {
        INDArray x = maps("x", 2, 3, 4, 5);
        ExcitationWeights weights = new ExcitationWeights(
                maps("w1", 6, 3), Hashed.array(TYPE, "b1", 0.2, 0, 6), maps("w2", 3, 6), maps("b2", 3));
        Excitation forward = kernels.exciteChannels(x, weights, memory);
        INDArray gated = kernels.gateChannels(x, forward.gate(), memory);
        INDArray shortcut = maps("s", x.shape());
        INDArray withResidual = kernels.gatedResidual(x, forward.gate(), shortcut, memory);
        for (int c = 0; c < 3; c++) {
            double gate = weights.exciteBias().getDouble(c);
            for (int h = 0; h < 6; h++) {
                double hidden = weights.squeezeBias().getDouble(h);
                for (int i = 0; i < 3; i++) {
                    hidden += weights.squeeze().getDouble(h, i)
                            * x.tensorAlongDimension(3 + i, 2, 3).meanNumber().doubleValue();
                }
                gate += weights.excite().getDouble(c, h) * Math.max(hidden, 0);
            }
            double expected = x.getDouble(1, c, 2, 3) / (1 + Math.exp(-gate));
            assertThat(gated.getDouble(1, c, 2, 3)).isCloseTo(expected, within(EXACT));
            double summed = Math.max(expected + shortcut.getDouble(1, c, 2, 3), 0);
            assertThat(withResidual.getDouble(1, c, 2, 3)).isCloseTo(summed, within(EXACT));
        }

        INDArray upstream = maps("g", x.shape());
        ExcitationWeights gradients = new ExcitationWeights(
                weights.squeeze().ulike(),
                weights.squeezeBias().ulike(),
                weights.excite().ulike(),
                weights.exciteBias().ulike());
        INDArray gradient = kernels.exciteChannelsGradient(x, weights, forward, upstream, gradients, memory);
        Supplier<INDArray> again = () -> kernels.gateChannels(
                x, kernels.exciteChannels(x, weights, memory).gate(), memory);
        checkGradient(x, gradient, upstream, again);
        checkGradient(weights.squeeze(), gradients.squeeze(), upstream, again);
        checkGradient(weights.squeezeBias(), gradients.squeezeBias(), upstream, again);
        checkGradient(weights.excite(), gradients.excite(), upstream, again);
        checkGradient(weights.exciteBias(), gradients.exciteBias(), upstream, again);
    }

    @Test
    void residualSum() {
        INDArray a = maps("a", 2, 3, 4, 5);
        INDArray b = maps("b", 2, 3, 4, 5);
        INDArray y = kernels.residual(a, b, memory);
        assertThat(y.getDouble(1, 2, 3, 4)).isEqualTo(Math.max(a.getDouble(1, 2, 3, 4) + b.getDouble(1, 2, 3, 4), 0));
        INDArray upstream = maps("g", a.shape());
        INDArray gradient = kernels.residualGradient(y, upstream, memory);
        checkGradient(a, gradient, upstream, () -> kernels.residual(a, b, memory));
        checkGradient(b, gradient, upstream, () -> kernels.residual(a, b, memory));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void groupNormalizationWithRelu(int groups) {
        INDArray x = maps("x", 2, 4, 3, 5);
        Affine affine = affine();
        GroupNormalized forward = kernels.normalizeGroups(x, groups, affine, memory);
        int inGroup = 4 / groups;
        for (int n = 0; n < 2; n++) {
            for (int c = 0; c < 4; c++) {
                INDArray group = x.get(
                        NDArrayIndex.point(n),
                        NDArrayIndex.interval(c / inGroup * inGroup, (c / inGroup + 1) * inGroup));
                double mean = group.meanNumber().doubleValue();
                double variance = group.dup().subi(mean).norm2Number().doubleValue();
                double deviation = Math.sqrt(variance * variance / group.length() + Kernels.EPSILON);
                double z = affine.scale().getDouble(c) * (x.getDouble(n, c, 1, 2) - mean) / deviation
                        + affine.shift().getDouble(c);
                assertThat(forward.output().getDouble(n, c, 1, 2)).isCloseTo(Math.max(z, 0), within(EXACT));
            }
        }
        INDArray upstream = maps("g", x.shape());
        Affine gradients = new Affine(affine.scale().ulike(), affine.shift().ulike());
        INDArray gradient = kernels.normalizeGroupsGradient(forward, upstream, affine, gradients, memory);
        Supplier<INDArray> again =
                () -> kernels.normalizeGroups(x, groups, affine, memory).output();
        checkGradient(x, gradient, upstream, again);
        checkGradient(affine.scale(), gradients.scale(), upstream, again);
        checkGradient(affine.shift(), gradients.shift(), upstream, again);
    }

    @Test
    void aScaleAndAShiftForEachChannel() {
        INDArray x = maps("x", 2, 4, 3, 5);
        Affine affine = affine();
        INDArray y = kernels.affine(x.dup(), affine, memory);
        assertThat(y.getDouble(1, 3, 2, 4))
                .isCloseTo(
                        affine.scale().getDouble(3) * x.getDouble(1, 3, 2, 4)
                                + affine.shift().getDouble(3),
                        within(EXACT));
        INDArray upstream = maps("g", x.shape());
        Affine gradients = new Affine(affine.scale().ulike(), affine.shift().ulike());
        INDArray gradient = kernels.affineGradient(x, upstream, affine, gradients, memory);
        Supplier<INDArray> again = () -> kernels.affine(x.dup(), affine, memory);
        checkGradient(x, gradient, upstream, again);
        checkGradient(affine.scale(), gradients.scale(), upstream, again);
        checkGradient(affine.shift(), gradients.shift(), upstream, again);
    }

    private static int reflect(int index, int side) {
        return index < 0 ? -index : index >= side ? 2 * side - 2 - index : index;
    }

    private static Affine affine() {
        INDArray scale = Hashed.array(TYPE, "scale", 1, 0, 4);
        assertThat(scale.minNumber().doubleValue())
                .as("some scales are negative")
                .isNegative();
        return new Affine(scale, Hashed.array(TYPE, "shift", 0.5, 0, 4));
    }

    private static INDArray maps(String name, long... shape) {
        return Hashed.array(TYPE, name, 1, 0, shape);
    }

    /** d Σ(upstream·f)/d parameter, by central differences. */
    private static void checkGradient(
            INDArray parameter, INDArray gradient, INDArray upstream, Supplier<INDArray> forward) {
        INDArray flat = parameter.reshape(parameter.length());
        INDArray flatGradient = gradient.dup('c').reshape(gradient.length());
        for (int i = 0; i < flat.length(); i++) {
            double value = flat.getDouble(i);
            flat.putScalar(i, value + STEP);
            double above = forward.get().mul(upstream).sumNumber().doubleValue();
            flat.putScalar(i, value - STEP);
            double below = forward.get().mul(upstream).sumNumber().doubleValue();
            flat.putScalar(i, value);
            double expected = (above - below) / (2 * STEP);
            assertThat(flatGradient.getDouble(i))
                    .as("element " + i)
                    .isCloseTo(expected, within(NUMERIC * Math.max(1, Math.abs(expected))));
        }
    }
}
