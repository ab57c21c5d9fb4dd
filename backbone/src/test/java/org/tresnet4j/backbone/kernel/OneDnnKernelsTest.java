package org.tresnet4j.backbone.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.Hashed;
import org.tresnet4j.backbone.kernel.nd4j.Nd4jKernels;
import org.tresnet4j.backbone.kernel.onednn.NeedsOneDnn;
import org.tresnet4j.backbone.kernel.onednn.OneDnn;
import org.tresnet4j.backbone.kernel.onednn.OneDnnKernels;

/** Each oneDNN kernel against its ND4J twin, forward and backward; in bfloat16 to its own 8 bits. */
@ExtendWith(NeedsOneDnn.class)
class OneDnnKernelsTest {

    private static final double SINGLE = 2e-5;

    /** A few roundings to 8 bits, relative in norm. */
    private static final double HALF = 3e-2;

    private final Kernels twin = new Nd4jKernels();
    private final Memory memory = new PlainMemory();

    /** Batch, channels, height, width: odd channels, odd sides, one image. */
    private static final List<long[]> SHAPES = List.of(
            new long[] {2, 16, 8, 12},
            new long[] {3, 76, 7, 9},
            new long[] {1, 83, 5, 6},
            new long[] {2, 64, 2, 3},
            new long[] {4, 3, 14, 14});

    static List<Arguments> precisionsAndShapes() {
        List<Arguments> all = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            if (precision == Precision.FLOAT32 || OneDnn.hasBfloat16()) {
                SHAPES.forEach(shape -> all.add(Arguments.of(precision, shape)));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("precisionsAndShapes")
    void convolution(Precision precision, long[] shape) {
        for (Window window : List.of(new Window(1, 1), new Window(3, 1), new Window(3, 2))) {
            for (long outputs : new long[] {16, 83}) {
                compareConvolution(precision, shape, outputs, window);
            }
        }
    }

    private void compareConvolution(Precision precision, long[] shape, long outputs, Window window) {
        INDArray x = maps("x", shape);
        INDArray weights = maps("w", outputs, shape[1], window.size(), window.size());
        compare(precision, (kernels, entry) -> {
            INDArray input = entry.apply(x);
            INDArray y = kernels.convolution(input, weights, window, memory);
            INDArray upstream = maps("g", y.shape());
            INDArray dw = weights.ulike();
            INDArray dx = kernels.convolutionGradient(input, weights, upstream, window, dw, memory);
            INDArray alone = weights.ulike();
            kernels.convolutionWeightsGradient(input, upstream, window, alone, memory);
            return List.of(y, dx, dw, alone);
        });
    }

    /**
     * Sides that fill their last tiles and sides that do not; ConvolutionMethodTest and WinogradConvolutionTest say that these
     * take Winograd's way, oneDNN's or ours.
     */
    static List<long[]> largeShapes() {
        return List.of(new long[] {2, 64, 32, 32}, new long[] {3, 48, 31, 30}, new long[] {1, 80, 41, 43});
    }

    @ParameterizedTest
    @MethodSource("largeShapes")
    void convolutionOfLargeMaps(long[] shape) {
        compareConvolution(Precision.FLOAT32, shape, 96, new Window(3, 1));
    }

    @ParameterizedTest
    @MethodSource("largeShapes")
    void foldedConvolutionOfLargeMaps(long[] shape) {
        foldedConvolution(Precision.FLOAT32, shape);
    }

    @ParameterizedTest
    @MethodSource("precisionsAndShapes")
    void normalization(Precision precision, long[] shape) {
        for (double slope : new double[] {1, 1e-2, 1e-3}) {
            for (boolean ofBatch : new boolean[] {true, false}) {
                Affine affine = affine(shape[1]);
                compare(precision, (kernels, entry) -> {
                    BatchStatistics statistics = BatchStatistics.buffers(DataType.FLOAT, shape[1]);
                    statistics.mean().assign(Hashed.array(DataType.FLOAT, "m", 0.2, 0, shape[1]));
                    statistics.variance().assign(Hashed.array(DataType.FLOAT, "v", 0.3, 1, shape[1]));
                    INDArray x = entry.apply(maps("x", shape));
                    Normalized forward = ofBatch
                            ? kernels.normalizeBatch(x, affine, slope, statistics, memory)
                            : kernels.normalize(x, affine, slope, statistics, memory);
                    Affine gradients = new Affine(Nd4j.create(shape[1]), Nd4j.create(shape[1]));
                    INDArray dx =
                            kernels.normalizeGradient(forward, maps("g", shape), affine, slope, gradients, memory);
                    return List.of(
                            forward.output(),
                            dx,
                            statistics.mean(),
                            statistics.variance(),
                            gradients.scale(),
                            gradients.shift());
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("precisionsAndShapes")
    void blur(Precision precision, long[] shape) {
        compareBlur(precision, shape);
    }

    /** Both ends of a side reflect into the same pixel, or into one that is no end. */
    @ParameterizedTest
    @CsvSource({"2, 2", "3, 2", "3, 3", "4, 3", "5, 4"})
    void blurOfTheSmallestMaps(long height, long width) {
        compareBlur(Precision.FLOAT32, 3, 5, height, width);
    }

    private void compareBlur(Precision precision, long... shape) {
        compare(precision, (kernels, entry) -> {
            INDArray y = kernels.blur(entry.apply(maps("x", shape)), memory);
            return List.of(y, kernels.blurGradient(maps("g", y.shape()), shape, memory));
        });
    }

    @ParameterizedTest
    @MethodSource("precisionsAndShapes")
    void averagePooling(Precision precision, long[] shape) {
        compare(precision, (kernels, entry) -> {
            INDArray y = kernels.averagePool(entry.apply(maps("x", shape)), memory);
            return List.of(y, kernels.averagePoolGradient(maps("g", y.shape()), shape, memory));
        });
    }

    @ParameterizedTest
    @MethodSource("precisionsAndShapes")
    void maxPooling(Precision precision, long[] shape) {
        for (Window window : List.of(new Window(3, 2), new Window(3, 1))) {
            INDArray x = maps("x", shape);
            compare(precision, (kernels, entry) -> {
                INDArray input = entry.apply(x);
                MaxPooled forward = kernels.maxPool(input, window, memory);
                INDArray upstream = maps("g", forward.output().shape());
                INDArray dx = kernels.maxPoolGradient(input, forward, upstream, window, memory);
                return List.of(forward.output(), dx.sum(2, 3));
            });
        }
    }

    @ParameterizedTest
    @MethodSource("precisionsAndShapes")
    void globalPooling(Precision precision, long[] shape) {
        compare(precision, (kernels, entry) -> {
            INDArray y = kernels.globalPool(entry.apply(maps("x", shape)), memory);
            assertThat(y.dataType()).isEqualTo(DataType.FLOAT);
            return List.of(y, kernels.globalPoolGradient(maps("g", y.shape()), shape, memory));
        });
    }

    @ParameterizedTest
    @MethodSource("precisionsAndShapes")
    void upsampling(Precision precision, long[] shape) {
        for (int factor : new int[] {1, 2, 3}) {
            compare(precision, (kernels, entry) -> {
                INDArray y = kernels.upsample(entry.apply(maps("x", shape)), factor, memory);
                return List.of(y, kernels.upsampleGradient(maps("g", y.shape()), factor, memory));
            });
        }
    }

    @ParameterizedTest
    @MethodSource("precisionsAndShapes")
    void foldedConvolution(Precision precision, long[] shape) {
        Window window = new Window(3, 1);
        Affine affine = affine(shape[1]);
        BatchStatistics statistics = new BatchStatistics(
                Hashed.array(DataType.FLOAT, "m", 0.2, 0, shape[1]),
                Hashed.array(DataType.FLOAT, "v", 0.3, 1, shape[1]));
        INDArray weights = maps("w", shape[1], shape[1], 3, 3);
        for (boolean withSum : new boolean[] {true, false}) {
            for (double slope : new double[] {0, 1e-3, 1}) {
                Folding folding = Folding.of(weights, affine, statistics, window, slope, withSum);
                compare(precision, (kernels, entry) -> {
                    INDArray summand = withSum ? entry.apply(maps("s", shape)) : null;
                    return List.of(kernels.fold(folding).apply(entry.apply(maps("x", shape)), summand, memory));
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("precisionsAndShapes")
    void runningStatistics(Precision precision, long[] shape) {
        long channels = shape[1];
        BatchStatistics running = new BatchStatistics(maps("mean", channels), maps("variance", channels));
        BatchStatistics batch = new BatchStatistics(maps("batch mean", channels), maps("batch variance", channels));
        compare(precision, (kernels, entry) -> {
            BatchStatistics gradient = BatchStatistics.buffers(DataType.FLOAT, channels);
            kernels.statisticsGradient(running, batch, 7, 0.1, gradient);
            return List.of(gradient.mean(), gradient.variance());
        });
    }

    /** Several turns of a loop in Java for each image, the last one shorter. */
    @Test
    void squeezeAndExcitationOfLargeMaps() {
        squeezeAndExcitation(Precision.FLOAT32, new long[] {2, 64, 40, 33});
    }

    @ParameterizedTest
    @MethodSource("precisionsAndShapes")
    void squeezeAndExcitation(Precision precision, long[] shape) {
        long channels = shape[1];
        ExcitationWeights weights = new ExcitationWeights(
                maps("w1", 64, channels), maps("b1", 64), maps("w2", channels, 64), maps("b2", channels));
        compare(precision, (kernels, entry) -> {
            INDArray x = entry.apply(maps("x", shape));
            Excitation forward = kernels.exciteChannels(x, weights, memory);
            ExcitationWeights gradients = new ExcitationWeights(
                    weights.squeeze().ulike(),
                    weights.squeezeBias().ulike(),
                    weights.excite().ulike(),
                    weights.exciteBias().ulike());
            INDArray dx = kernels.exciteChannelsGradient(x, weights, forward, maps("g", shape), gradients, memory);
            return List.of(
                    kernels.gateChannels(x, forward.gate(), memory),
                    kernels.gatedResidual(x, forward.gate(), entry.apply(maps("s", shape)), memory),
                    dx,
                    gradients.squeeze(),
                    gradients.squeezeBias(),
                    gradients.excite(),
                    gradients.exciteBias());
        });
    }

    @ParameterizedTest
    @MethodSource("precisionsAndShapes")
    void residualSum(Precision precision, long[] shape) {
        compare(precision, (kernels, entry) -> {
            INDArray a = entry.apply(maps("a", shape));
            INDArray b = entry.apply(maps("b", shape));
            INDArray y = kernels.residual(a, b, memory);
            INDArray dx = kernels.residualGradient(y, maps("g", shape), memory);
            return List.of(y, dx, kernels.sum(a, b, memory), kernels.add(a, b, memory), kernels.copy(a, memory));
        });
    }

    @ParameterizedTest
    @MethodSource("precisionsAndShapes")
    void groupNormalization(Precision precision, long[] shape) {
        compareGroupNormalization(precision, shape);
    }

    /** Small maps are done in Java, these are not. */
    @Test
    void groupNormalizationOfLargeMaps() {
        compareGroupNormalization(Precision.FLOAT32, new long[] {2, 64, 50, 40});
    }

    private void compareGroupNormalization(Precision precision, long[] shape) {
        int groups = shape[1] % 2 == 0 ? 2 : 1;
        Affine affine = affine(shape[1]);
        compare(precision, (kernels, entry) -> {
            GroupNormalized forward = kernels.normalizeGroups(entry.apply(maps("x", shape)), groups, affine, memory);
            Affine gradients = new Affine(Nd4j.create(shape[1]), Nd4j.create(shape[1]));
            INDArray dx = kernels.normalizeGroupsGradient(forward, maps("g", shape), affine, gradients, memory);
            return List.of(forward.output(), dx, gradients.scale(), gradients.shift());
        });
    }

    @ParameterizedTest
    @MethodSource("precisionsAndShapes")
    void scaleAndShift(Precision precision, long[] shape) {
        Affine affine = affine(shape[1]);
        compare(precision, (kernels, entry) -> {
            INDArray y = kernels.affine(entry.apply(maps("x", shape)), affine, memory);
            Affine gradients = new Affine(Nd4j.create(shape[1]), Nd4j.create(shape[1]));
            INDArray dx =
                    kernels.affineGradient(entry.apply(maps("x", shape)), maps("g", shape), affine, gradients, memory);
            return List.of(y, dx, gradients.scale(), gradients.shift());
        });
    }

    @ParameterizedTest
    @MethodSource("precisionsAndShapes")
    void writesIntoPlainAndStridedArrays(Precision precision, long[] shape) {
        compare(precision, (kernels, entry) -> {
            INDArray x = entry.apply(maps("x", shape));
            INDArray plain = Nd4j.create(DataType.FLOAT, shape);
            kernels.write(x, plain);
            INDArray pixels = Nd4j.create(DataType.FLOAT, shape[0], shape[2], shape[3], shape[1]);
            kernels.write(x, pixels.permute(0, 3, 1, 2));
            return List.of(plain, pixels);
        });
    }

    @Test
    void spaceToDepthAndBack() {
        INDArray images = maps("x", 2, 3, 8, 12);
        INDArray expected = twin.spaceToDepth(images, 4, memory);
        Kernels kernels = new OneDnnKernels(Precision.FLOAT32);
        INDArray y = kernels.spaceToDepth(images, 4, memory);
        assertThat(y).isEqualTo(expected);
        assertThat(kernels.spaceToDepthGradient(y, 4, memory)).isEqualTo(images);
        assertThat(kernels.spaceToDepth(images.dup('f'), 4, memory)).isEqualTo(expected);
    }

    /** One pass: from plain maps through {@code entry} to everything that it computes. */
    private interface Pass {
        List<INDArray> run(Kernels kernels, Function<INDArray, INDArray> entry);
    }

    private void compare(Precision precision, Pass pass) {
        OneDnnKernels kernels = new OneDnnKernels(precision);
        List<INDArray> expected = pass.run(twin, INDArray::dup);
        List<INDArray> actual = pass.run(kernels, maps -> kernels.copy(maps, memory));
        double bound = precision == Precision.FLOAT32 ? SINGLE : HALF;
        for (int i = 0; i < expected.size(); i++) {
            INDArray right = expected.get(i);
            INDArray ours = actual.get(i).castTo(DataType.FLOAT);
            assertThat(ours.shape()).isEqualTo(right.shape());
            double size = Math.max(right.norm2Number().doubleValue(), 1e-3);
            assertThat(ours.sub(right).norm2Number().doubleValue() / size)
                    .as("result " + i + " of " + java.util.Arrays.toString(right.shape()))
                    .isLessThan(bound);
        }
    }

    private static Affine affine(long channels) {
        return new Affine(
                Hashed.array(DataType.FLOAT, "scale", 1, 0, channels),
                Hashed.array(DataType.FLOAT, "shift", 0.5, 0, channels));
    }

    /** Values that bfloat16 holds exactly, so that signs and maxima are the same in both types. */
    private static INDArray maps(String name, long... shape) {
        return Hashed.array(DataType.FLOAT, name, 1, 0, shape)
                .castTo(DataType.BFLOAT16)
                .castTo(DataType.FLOAT);
    }
}
