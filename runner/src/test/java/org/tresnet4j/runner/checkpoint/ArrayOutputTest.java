package org.tresnet4j.runner.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ArrayOutputTest {

    private static final int COMPILED_AFTER = 5_000;

    static List<INDArray> arrays() {
        return List.of(
                Nd4j.rand(DataType.FLOAT, 1, 600_001),
                Nd4j.rand(DataType.FLOAT, 7),
                Nd4j.rand(DataType.DOUBLE, 1, 5),
                Nd4j.rand(DataType.FLOAT, 4, 6).get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3)),
                Nd4j.rand(DataType.FLOAT, 100).get(NDArrayIndex.interval(10, 30)));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void writesTheSameBytesAsNd4j(INDArray array) throws IOException {
        ByteArrayOutputStream ours = new ByteArrayOutputStream();
        ArrayOutput.write(array, ours);
        ByteArrayOutputStream theirs = new ByteArrayOutputStream();
        Nd4j.write(array, new DataOutputStream(theirs));
        assertThat(ours.toByteArray()).isEqualTo(theirs.toByteArray());
    }

    /** Compiled code gives up the view's copy before its last block is written, if nothing holds it. */
    @Test
    void theCollectorDoesNotFreeWhatIsBeingWritten() throws IOException {
        INDArray small = Nd4j.ones(DataType.FLOAT, 100).get(NDArrayIndex.interval(10, 30));
        for (int i = 0; i < COMPILED_AFTER; i++) {
            ArrayOutput.write(small, OutputStream.nullOutputStream());
        }
        INDArray large = Nd4j.ones(DataType.FLOAT, 2_000_000).get(NDArrayIndex.interval(10, 1_900_000));
        ByteArrayOutputStream written = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int from, int length) {
                super.write(bytes, from, length);
                System.gc();
                reuseFreedMemory();
            }
        };
        ArrayOutput.write(large, written);
        INDArray read = Nd4j.read(new ByteArrayInputStream(written.toByteArray()));
        assertThat(read.minNumber().floatValue()).isOne();
        assertThat(read.maxNumber().floatValue()).isOne();
    }

    private static void reuseFreedMemory() {
        try {
            // ND4J frees on a thread of its own
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Nd4j.valueArrayOf(1_900_000, 2f);
    }
}
