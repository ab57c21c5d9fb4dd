package org.tresnet4j.runner.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ArrayOutputTest {

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
}
