package org.tresnet4j.backbone.kernel.nd4j;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.kernel.Memory;

/** Blur pooling (1904.11486) as a depthwise convolution over a map with a reflected border. */
final class Blur {

    private static final double[] BINOMIAL = {1, 2, 1};

    private Blur() {}

    static INDArray forward(INDArray x, Memory memory) {
        long height = x.size(2);
        long width = x.size(3);
        INDArray bordered = memory.scratch(x.dataType(), x.size(0), x.size(1), height + 2, width + 2);
        interior(bordered).assign(x);
        column(bordered, 0).assign(column(bordered, 2));
        column(bordered, width + 1).assign(column(bordered, width - 1));
        row(bordered, 0).assign(row(bordered, 2));
        row(bordered, height + 1).assign(row(bordered, height - 1));
        INDArray y = memory.output(x.dataType(), x.size(0), x.size(1), half(height), half(width));
        Ops.run("depthwise_conv2d", Ops.of(bordered, filter(x.dataType(), x.size(1))), Ops.of(y), arguments());
        return y;
    }

    static INDArray backward(INDArray dy, long[] shape, Memory memory) {
        long height = shape[2];
        long width = shape[3];
        INDArray bordered = memory.scratch(dy.dataType(), shape[0], shape[1], height + 2, width + 2);
        INDArray filter = filter(dy.dataType(), shape[1]);
        INDArray dBordered = memory.scratch(dy.dataType(), bordered.shape());
        INDArray ignored = memory.scratch(dy.dataType(), filter.shape());
        // the values of the bordered map matter only for the filter's gradient, which nobody reads; but they are read
        bordered.assign(0);
        Ops.run("depthwise_conv2d_bp", Ops.of(bordered, filter, dy), Ops.of(dBordered, ignored), arguments());
        row(dBordered, 2).addi(row(dBordered, 0));
        row(dBordered, height - 1).addi(row(dBordered, height + 1));
        column(dBordered, 2).addi(column(dBordered, 0));
        column(dBordered, width - 1).addi(column(dBordered, width + 1));
        INDArray dx = memory.output(dy.dataType(), shape);
        dx.assign(interior(dBordered));
        return dx;
    }

    private static long half(long side) {
        return (side + 1) / 2;
    }

    private static int[] arguments() {
        return new int[] {BINOMIAL.length, BINOMIAL.length, 2, 2, 0, 0, 1, 1, 0, 0, 0};
    }

    private static INDArray filter(DataType type, long channels) {
        INDArray line = Nd4j.createFromArray(BINOMIAL).castTo(type);
        INDArray square = line.reshape(3, 1).mmul(line.reshape(1, 3)).divi(16);
        return Nd4j.tile(square.reshape(3, 3, 1, 1), 1, 1, (int) channels, 1);
    }

    private static INDArray interior(INDArray bordered) {
        return bordered.get(all(), all(), interval(1, bordered.size(2) - 1), interval(1, bordered.size(3) - 1));
    }

    private static INDArray row(INDArray map, long index) {
        return map.get(all(), all(), point(index));
    }

    private static INDArray column(INDArray map, long index) {
        return map.get(all(), all(), all(), point(index));
    }
}
