package org.tresnet4j.backbone.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.tresnet4j.backbone.kernel.Window;

class ConvolutionMethodTest {

    private static final Window FILTER = new Window(3, 1);

    @BeforeAll
    static void winogradIsThere() {
        assumeTrue(
                OneDnn.obstacle().isEmpty() && OneDnn.hasWinograd(),
                "skipped: this processor has no AVX-512, so oneDNN has no filtering for it");
    }

    @ParameterizedTest(name = "{0} images of {1}x{2} with {3} channels, {4} outputs: {5}")
    @CsvSource({
        // what OneDnnKernelsTest compares with ND4J
        "2, 32, 32, 64, 96, WINOGRAD",
        "3, 31, 30, 48, 96, WINOGRAD",
        "1, 41, 43, 80, 96, WINOGRAD",
        // TResNet-M with eight images of 224x224
        "8, 56, 56, 48, 64, WINOGRAD",
        "8, 14, 14, 256, 256, WINOGRAD",
        "8, 7, 7, 512, 512, WINOGRAD",
        // and with one
        "1, 14, 14, 256, 256, DIRECT",
        "1, 7, 7, 512, 512, DIRECT",
        // a pyramid's smallest maps
        "8, 4, 4, 256, 256, DIRECT",
        // too few channels; half of the tiles outside of the maps; no multiple of a block
        "32, 64, 64, 32, 32, DIRECT",
        "32, 5, 5, 256, 256, DIRECT",
        "8, 56, 56, 76, 64, DIRECT",
        "8, 56, 56, 64, 83, DIRECT"
    })
    void shapesDecide(long images, long height, long width, long channels, long outputs, ConvolutionMethod method) {
        assertThat(method(DataType.FLOAT, images, height, width, channels, outputs, FILTER))
                .isEqualTo(method);
    }

    @Test
    void onlyFiltersOf3x3WithoutStrideInFloat() {
        assertThat(method(DataType.FLOAT, 8, 56, 56, 64, 64, new Window(1, 1))).isEqualTo(ConvolutionMethod.DIRECT);
        assertThat(method(DataType.FLOAT, 8, 56, 56, 64, 64, new Window(3, 2))).isEqualTo(ConvolutionMethod.DIRECT);
        assertThat(method(DataType.BFLOAT16, 8, 56, 56, 64, 64, FILTER)).isEqualTo(ConvolutionMethod.DIRECT);
    }

    private static ConvolutionMethod method(
            DataType type, long images, long height, long width, long channels, long outputs, Window window) {
        ChannelsLast input = new ChannelsLast(type, images, channels, height, width);
        return ConvolutionMethod.of(new Convolution.Geometry(input, outputs, window));
    }
}
