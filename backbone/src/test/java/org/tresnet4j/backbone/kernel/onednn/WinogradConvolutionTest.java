package org.tresnet4j.backbone.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.tresnet4j.backbone.Hashed;
import org.tresnet4j.backbone.kernel.Affine;
import org.tresnet4j.backbone.kernel.BatchStatistics;
import org.tresnet4j.backbone.kernel.Folding;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;
import org.tresnet4j.backbone.kernel.PlainMemory;
import org.tresnet4j.backbone.kernel.Window;
import org.tresnet4j.backbone.kernel.nd4j.Nd4jKernels;

/** Our filtering against ND4J's direct convolution, whatever the processor. */
@ExtendWith(NeedsOneDnn.class)
class WinogradConvolutionTest {

    private static final Window FILTER = new Window(3, 1);

    /** Relative in norm, as of the other oneDNN kernels. */
    private static final double SINGLE = 2e-5;

    private static final long ALL_AT_ONCE = 1 << 30;
    private static final long ONE_BY_ONE = 1;

    private final Kernels twin = new Nd4jKernels();
    private final Memory memory = new PlainMemory();

    @ParameterizedTest(name = "{0} images of {1}x{2}, {3} to {4} channels")
    @CsvSource({
        // whole tiles, and tiles that hang over the edges by 1, 2 and 3 pixels
        "2, 8, 12, 16, 24",
        "1, 7, 9, 16, 16",
        "3, 6, 10, 8, 8",
        "2, 13, 5, 8, 8",
        // less than a tile
        "2, 1, 1, 4, 4",
        "1, 2, 3, 4, 4",
        // channels that no vector divides
        "2, 9, 8, 76, 83",
        "1, 5, 5, 3, 1",
        // padded rows of places, and more channels than a line
        "1, 6, 6, 128, 256",
        "1, 4, 4, 600, 8",
        // more tiles in a row than a line takes
        "1, 5, 150, 64, 16"
    })
    void equalsTheDirectConvolutionForwardAndBackward(long images, long height, long width, long inputs, long outputs) {
        INDArray x = maps("x", images, inputs, height, width);
        INDArray weights = maps("w", outputs, inputs, 3, 3);
        INDArray upstream = maps("g", images, outputs, height, width);
        INDArray dw = weights.ulike();
        INDArray expected = twin.convolution(x, weights, FILTER, memory);
        INDArray dx = twin.convolutionGradient(x, weights, upstream, FILTER, dw, memory);

        for (WinogradConvolution convolution : inAllWays(geometry(channelsLast(x), outputs))) {
            INDArray ours = channelsLast(x);
            INDArray oursDw = weights.ulike().assign(12345);
            assertClose(convolution.forward(ours, weights, memory), expected);
            assertClose(convolution.backward(ours, weights, channelsLast(upstream), oursDw, memory), dx);
            assertClose(oursDw, dw);
            INDArray alone = weights.ulike().assign(12345);
            convolution.weightsGradient(ours, channelsLast(upstream), alone, memory);
            assertSameBits(alone, oursDw);
        }
    }

    @ParameterizedTest(name = "slope {0}, with a summand: {1}")
    @CsvSource({"0, false", "0.001, true", "0.01, false", "1, true", "0, true", "1, false"})
    void finishesFoldedConvolutionsAsTheTwinDoes(double slope, boolean withSum) {
        long channels = 136;
        INDArray x = maps("x", 2, channels, 11, 6);
        Affine affine = new Affine(
                Hashed.array(DataType.FLOAT, "scale", 1, 0, channels),
                Hashed.array(DataType.FLOAT, "shift", 0.5, 0, channels));
        BatchStatistics statistics = new BatchStatistics(
                Hashed.array(DataType.FLOAT, "m", 0.2, 0, channels),
                Hashed.array(DataType.FLOAT, "v", 0.3, 1, channels));
        Folding folding = Folding.of(maps("w", channels, channels, 3, 3), affine, statistics, FILTER, slope, withSum);
        INDArray summand = maps("s", x.shape());
        INDArray expected = twin.fold(folding).apply(x, withSum ? summand.dup() : null, memory);

        WinogradMaps.Finish finish =
                WinogradMaps.Finish.of(Vectors.read(folding.bias()), folding.slope(), folding.withSum());
        for (WinogradConvolution convolution : inAllWays(geometry(channelsLast(x), channels))) {
            INDArray ours = channelsLast(x);
            INDArray y = channelsLast((withSum ? summand : maps("garbage", x.shape())).dup());
            INDArray places = memory.scratch(DataType.INT8, convolution.filterBytes());
            convolution.transform(folding.weights(), Address.of(places));
            convolution.apply(ours, Address.of(places), y, finish, memory);
            assertClose(y, expected);
        }
    }

    /** Equal to ND4J is to 1e-5: oneDNN adds up its products in an order of its own for each number of threads. */
    @ParameterizedTest(name = "{0} threads, {1}")
    @CsvSource({"1, F4", "3, F4", "1, F5", "3, F5"})
    void threadsChangeNothingButTheLastDigits(int threads, Winograd tiles) {
        assumeTrue(
                !OneDnn.hasWinograd(), "skipped: with AVX-512 it is not used, and products may depend on the threads");
        INDArray x = channelsLast(maps("x", 3, 40, 17, 14));
        INDArray weights = maps("w", 24, 40, 3, 3);
        INDArray upstream = channelsLast(maps("g", 3, 24, 17, 14));
        WinogradConvolution convolution = new WinogradConvolution(geometry(x, 24), tiles, ALL_AT_ONCE, ALL_AT_ONCE);
        INDArray dw = weights.ulike();
        INDArray y = convolution.forward(x, weights, memory);
        INDArray dx = convolution.backward(x, weights, upstream, dw, memory);

        int before = Primitives.threads();
        try {
            NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
            INDArray dwAgain = weights.ulike();
            assertThat(convolution.forward(x, weights, memory)).isEqualTo(y);
            assertThat(convolution.backward(x, weights, upstream, dwAgain, memory))
                    .isEqualTo(dx);
            assertThat(dwAgain).isEqualTo(dw);
        } finally {
            NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(before);
        }
    }

    /** Whichever thread takes which slice. */
    @RepeatedTest(5)
    void slicesGiveTheSameBitsEachTime() {
        INDArray x = channelsLast(maps("x", 3, 40, 17, 14));
        INDArray weights = maps("w", 24, 40, 3, 3);
        WinogradConvolution convolution =
                new WinogradConvolution(geometry(x, 24), Winograd.F4, ALL_AT_ONCE, ONE_BY_ONE);
        assertSameBits(convolution.forward(x, weights, memory), convolution.forward(x, weights, memory));
        INDArray upstream = channelsLast(maps("g", 3, 24, 17, 14));
        INDArray dw = weights.ulike();
        INDArray dx = convolution.backward(x, weights, upstream, dw, memory);
        INDArray dwAgain = weights.ulike();
        assertSameBits(convolution.backward(x, weights, upstream, dwAgain, memory), dx);
        assertSameBits(dwAgain, dw);
    }

    @ParameterizedTest(name = "{0} images of {1}x{2}, {3} to {4} channels: training {5}, inference {6}")
    @CsvSource({
        // what OneDnnKernelsTest compares with ND4J
        "2, 32, 32, 64, 96, true, true",
        "3, 31, 30, 48, 96, true, true",
        "1, 41, 43, 80, 96, true, true",
        // TResNet-M and -L with eight images of 224x224
        "8, 56, 56, 48, 64, true, true",
        "8, 56, 56, 76, 76, true, true",
        "8, 14, 14, 256, 256, true, true",
        "8, 7, 7, 512, 512, true, true",
        // and with one
        "1, 28, 28, 128, 128, true, true",
        "1, 14, 14, 256, 256, false, true",
        "1, 7, 7, 512, 512, false, false",
        // few tiles, for which filters are not transformed each time
        "4, 7, 7, 512, 512, false, true",
        "8, 5, 5, 512, 512, false, true",
        // a pyramid's smallest maps
        "32, 5, 5, 256, 256, true, true",
        "4, 10, 10, 256, 256, true, true",
        "32, 3, 3, 256, 256, false, true",
        "2, 3, 3, 2048, 2048, false, false",
        // too few channels, too few pixels
        "32, 64, 64, 32, 32, false, false",
        "2, 14, 14, 64, 64, false, false",
        // more values than a buffer of Java has
        "1, 2048, 2048, 64, 64, true, true",
        "1, 2100, 2100, 64, 64, false, false"
    })
    void shapesDecideWhetherItPays(
            long images, long height, long width, long inputs, long outputs, boolean training, boolean inference) {
        ChannelsLast maps = new ChannelsLast(DataType.FLOAT, images, inputs, height, width);
        Convolution.Geometry geometry = new Convolution.Geometry(maps, outputs, FILTER);
        boolean ours = !OneDnn.hasWinograd();
        assertThat(WinogradConvolution.inTraining(geometry).isPresent()).isEqualTo(ours && training);
        assertThat(WinogradConvolution.inInference(geometry).isPresent()).isEqualTo(ours && inference);
        assertThat(WinogradConvolution.inTraining(geometry.in(DataType.BFLOAT16)))
                .isEmpty();
        assertThat(WinogradConvolution.inTraining(new Convolution.Geometry(maps, outputs, new Window(3, 2))))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} images of {1}x{2} with {3} channels: training {4}, inference {5}")
    @CsvSource({
        // both need as many products
        "8, 56, 56, 256, F4, F4",
        "8, 28, 28, 256, F4, F4",
        // 3 tiles of 5 instead of 4 of 4
        "8, 14, 14, 256, F5, F5",
        "8, 80, 80, 256, F5, F5",
        // too few images for 49 filters instead of 36
        "4, 14, 14, 256, F4, F5",
        "2, 14, 14, 256, F4, F4",
        "8, 7, 7, 512, F4, F4",
        // too few channels for a longer transformation that saves little
        "8, 40, 32, 64, F4, F4",
        "2, 160, 160, 64, F5, F5"
    })
    void shapesDecideTheTiles(
            long images, long height, long width, long channels, Winograd training, Winograd inference) {
        assumeTrue(!OneDnn.hasWinograd(), "skipped: with AVX-512 it is not used");
        ChannelsLast maps = new ChannelsLast(DataType.FLOAT, images, channels, height, width);
        Convolution.Geometry geometry = new Convolution.Geometry(maps, channels, FILTER);
        assertThat(WinogradConvolution.inTraining(geometry).orElseThrow().winograd())
                .isEqualTo(training);
        assertThat(WinogradConvolution.inInference(geometry).orElseThrow().winograd())
                .isEqualTo(inference);
    }

    /** Tiles of all sizes, one slice and many. */
    private static List<WinogradConvolution> inAllWays(Convolution.Geometry geometry) {
        return Stream.of(Winograd.values())
                .flatMap(tiles -> LongStream.of(ALL_AT_ONCE, ONE_BY_ONE)
                        .mapToObj(bytes -> new WinogradConvolution(geometry, tiles, bytes, bytes)))
                .toList();
    }

    private static Convolution.Geometry geometry(INDArray x, long outputs) {
        return new Convolution.Geometry(ChannelsLast.of(x), outputs, FILTER);
    }

    private INDArray channelsLast(INDArray plain) {
        return ChannelsLast.of(plain, DataType.FLOAT, memory);
    }

    private static INDArray maps(String name, long... shape) {
        return Hashed.array(DataType.FLOAT, name, 1, 0, shape);
    }

    /** Without the 1e-5 by which arrays are equal to ND4J. */
    private static void assertSameBits(INDArray actual, INDArray expected) {
        assertThat(actual.equalsWithEps(expected, 0)).isTrue();
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        double size = Math.max(expected.norm2Number().doubleValue(), 1e-3);
        assertThat(actual.sub(expected).norm2Number().doubleValue() / size).isLessThan(SINGLE);
    }
}
