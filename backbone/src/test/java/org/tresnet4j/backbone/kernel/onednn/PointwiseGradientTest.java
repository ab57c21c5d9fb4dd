package org.tresnet4j.backbone.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.Hashed;
import org.tresnet4j.backbone.kernel.Memory;
import org.tresnet4j.backbone.kernel.PlainMemory;
import org.tresnet4j.backbone.kernel.Window;
import org.tresnet4j.backbone.kernel.nd4j.Nd4jKernels;

/** The product of matrices against ND4J's convolution, whatever the processor. */
@ExtendWith(NeedsOneDnn.class)
class PointwiseGradientTest {

    private static final Window POINT = new Window(1, 1);

    /** Relative in norm, as of the other oneDNN kernels. */
    private static final double SINGLE = 2e-5;

    private final Memory memory = new PlainMemory();

    @ParameterizedTest(name = "{0} images of {1}x{2}, {3} to {4} channels")
    @CsvSource({
        "2, 8, 12, 16, 24",
        // one pixel, one channel, channels that no vector divides
        "1, 1, 1, 3, 1",
        "2, 5, 7, 76, 83",
        // rows that collide, of either factor and of both
        "2, 7, 7, 1024, 16",
        "2, 7, 7, 16, 512",
        "1, 3, 5, 512, 1024"
    })
    void equalsTheConvolutions(long images, long height, long width, long inputs, long outputs) {
        INDArray x = maps("x", images, inputs, height, width);
        INDArray upstream = maps("g", images, outputs, height, width);
        INDArray expected = maps("w", outputs, inputs, 1, 1);
        new Nd4jKernels().convolutionGradient(x, expected.dup(), upstream, POINT, expected, memory);

        INDArray actual = expected.ulike().assign(12345);
        INDArray ours = channelsLast(x);
        INDArray gradient = channelsLast(upstream);
        Convolution.Geometry geometry = new Convolution.Geometry(ChannelsLast.of(ours), outputs, POINT);
        PointwiseGradient.ofWeights(geometry, ours, Address.of(gradient), actual, memory);
        assertThat(actual.sub(expected).norm2Number().doubleValue())
                .isLessThan(SINGLE * expected.norm2Number().doubleValue());
    }

    @Test
    void isUsedForPointsInFloat32WithoutAvx512() {
        ChannelsLast maps = new ChannelsLast(DataType.FLOAT, 8, 256, 14, 14);
        assertThat(PointwiseGradient.pays(new Convolution.Geometry(maps, 1024, POINT)))
                .isEqualTo(!OneDnn.hasAvx512());
        assertThat(PointwiseGradient.pays(new Convolution.Geometry(maps, 1024, new Window(1, 2))))
                .isFalse();
        assertThat(PointwiseGradient.pays(new Convolution.Geometry(maps, 1024, new Window(3, 1))))
                .isFalse();
        assertThat(PointwiseGradient.pays(new Convolution.Geometry(maps.in(DataType.BFLOAT16), 1024, POINT)))
                .isFalse();
    }

    private INDArray channelsLast(INDArray plain) {
        return ChannelsLast.of(plain, DataType.FLOAT, memory);
    }

    private static INDArray maps(String name, long... shape) {
        return Hashed.array(DataType.FLOAT, name, 1, 0, shape);
    }
}
