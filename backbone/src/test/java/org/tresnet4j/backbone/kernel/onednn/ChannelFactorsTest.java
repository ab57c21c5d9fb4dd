package org.tresnet4j.backbone.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.tresnet4j.backbone.Hashed;
import org.tresnet4j.backbone.kernel.Memory;
import org.tresnet4j.backbone.kernel.PlainMemory;

/** What OneDnnKernelsTest does not say of it: maps of more than one turn, and that threads change no bit. */
@ExtendWith(NeedsOneDnn.class)
class ChannelFactorsTest {

    private final Memory memory = new PlainMemory();

    @ParameterizedTest(name = "{0} images of {1}x{2} with {3} channels")
    @CsvSource({
        // three turns and a part of one; a turn that is no power of two; more channels than a line has floats
        "2, 60, 56, 64",
        "3, 30, 31, 83",
        "2, 7, 6, 3000"
    })
    void isTheBroadcastProductWhateverTheThreads(long images, long height, long width, long channels) {
        INDArray a = maps("a", images, channels, height, width);
        INDArray b = maps("b", images, channels, height, width);
        INDArray factors = maps("f", images, channels);
        INDArray summands = maps("s", images, channels);
        INDArray spread = factors.reshape(images, channels, 1, 1);
        INDArray product = a.mul(spread);

        List<INDArray> results = results(a, b, factors, summands);
        assertClose(results.get(0), product);
        assertClose(results.get(1), product.add(summands.reshape(images, channels, 1, 1)));
        INDArray sum = product.add(b);
        assertClose(results.get(2), sum.add(Transforms.abs(sum)).divi(2));
        assertClose(results.get(3), a.mul(b).sum(2, 3));

        int before = Primitives.threads();
        for (int threads : new int[] {1, 3}) {
            NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
            try {
                List<INDArray> again = results(a, b, factors, summands);
                for (int i = 0; i < results.size(); i++) {
                    assertThat(again.get(i).equalsWithEps(results.get(i), 0)).isTrue();
                }
            } finally {
                NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(before);
            }
        }
    }

    private List<INDArray> results(INDArray a, INDArray b, INDArray factors, INDArray summands) {
        INDArray x = ChannelsLast.of(a, DataType.FLOAT, memory);
        INDArray maps = ChannelsLast.of(b, DataType.FLOAT, memory);
        INDArray multiplied = output(a);
        ChannelFactors.multiply(x, factors, multiplied);
        INDArray shifted = output(a);
        ChannelFactors.multiplyAdd(x, factors, summands, shifted);
        INDArray rectified = output(a);
        ChannelFactors.multiplyAddRectify(x, factors, maps, rectified);
        INDArray sums = factors.ulike();
        ChannelFactors.sumsOfProducts(x, maps, sums);
        return List.of(multiplied, shifted, rectified, sums);
    }

    private INDArray output(INDArray like) {
        return ChannelsLast.of(like).output(memory);
    }

    private static INDArray maps(String name, long... shape) {
        return Hashed.array(DataType.FLOAT, name, 1, 0, shape);
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        assertThat(actual.sub(expected).norm2Number().doubleValue())
                .isLessThan(1e-5 * expected.norm2Number().doubleValue());
    }
}
