package org.tresnet4j.backbone.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.Hashed;
import org.tresnet4j.backbone.kernel.Memory;
import org.tresnet4j.backbone.kernel.PlainMemory;

@ExtendWith(NeedsOneDnn.class)
class BlurTest {

    private final Memory memory = new PlainMemory();

    @ParameterizedTest(name = "{0}x{1}")
    @CsvSource({"2, 3", "7, 8", "12, 9"})
    void isTheDepthwiseConvolutionWithBorder(long height, long width) {
        INDArray x = maps("x", 2, 19, height, width);
        INDArray y = Blur.forward(x, memory);
        assertClose(y, Blur.convolution(x, memory));
        INDArray dy = maps("g", y.shape());
        ChannelsLast input = ChannelsLast.of(x);
        assertClose(Blur.backward(dy, input, memory), Blur.convolutionGradient(dy, input, memory));
    }

    @Test
    void onlyMapsOfMoreThanABufferAreLeftToIt() {
        assertThat(FloatBlur.takes(new ChannelsLast(DataType.FLOAT, 64, 256, 1024, 1024)))
                .isTrue();
        assertThat(FloatBlur.takes(new ChannelsLast(DataType.FLOAT, 1, 256, 2048, 1024)))
                .isFalse();
        assertThat(FloatBlur.takes(new ChannelsLast(DataType.BFLOAT16, 2, 16, 8, 8)))
                .isFalse();
    }

    @Test
    void aSideWithoutASecondPixelIsRefused() {
        INDArray x = maps("x", 2, 3, 1, 8);
        assertThatThrownBy(() -> Blur.forward(x, memory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sides of 2 pixels at least");
    }

    private INDArray maps(String name, long... shape) {
        return ChannelsLast.of(Hashed.array(DataType.FLOAT, name, 1, 0, shape), DataType.FLOAT, memory);
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        assertThat(actual.sub(expected).norm2Number().doubleValue())
                .isLessThan(1e-6 * expected.norm2Number().doubleValue());
    }
}
