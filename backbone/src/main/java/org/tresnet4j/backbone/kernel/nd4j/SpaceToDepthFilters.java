package org.tresnet4j.backbone.kernel.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * Space-to-depth as a convolution whose filters are 1 at one pixel and 0 elsewhere: exact, and several times as fast as
 * ND4J's own operation and as a copy between permuted views.
 */
final class SpaceToDepthFilters {

    private SpaceToDepthFilters() {}

    static INDArray forward(INDArray images, int block, Memory memory) {
        long colours = images.size(1);
        INDArray y = memory.output(
                images.dataType(),
                images.size(0),
                colours * block * block,
                images.size(2) / block,
                images.size(3) / block);
        Ops.run("conv2d", Ops.of(images, filters(images.dataType(), colours, block)), Ops.of(y), arguments(block));
        return y;
    }

    static INDArray backward(INDArray gradient, int block, Memory memory) {
        long colours = gradient.size(1) / ((long) block * block);
        long[] shape = {gradient.size(0), colours, gradient.size(2) * block, gradient.size(3) * block};
        INDArray filters = filters(gradient.dataType(), colours, block);
        INDArray images = memory.scratch(gradient.dataType(), shape);
        // read for the filters' gradient, which nobody uses
        images.assign(0);
        INDArray filtersGradient = memory.scratch(gradient.dataType(), filters.shape());
        INDArray dx = memory.output(gradient.dataType(), shape);
        Ops.run("conv2d_bp", Ops.of(images, filters, gradient), Ops.of(dx, filtersGradient), arguments(block));
        return dx;
    }

    /** [colours·block², colours, block, block], ordered by block row, block column, colour. */
    private static INDArray filters(DataType type, long colours, int block) {
        INDArray filters = Nd4j.zeros(type, colours * block * block, colours, block, block);
        for (int row = 0; row < block; row++) {
            for (int column = 0; column < block; column++) {
                for (int colour = 0; colour < colours; colour++) {
                    filters.putScalar(new long[] {(row * block + column) * colours + colour, colour, row, column}, 1);
                }
            }
        }
        return filters;
    }

    private static int[] arguments(int block) {
        int padding = 0;
        int dilation = 1;
        int explicitPadding = 0;
        return new int[] {
            block,
            block,
            block,
            block,
            padding,
            padding,
            dilation,
            dilation,
            explicitPadding,
            Nd4jKernels.NCHW,
            Nd4jKernels.WEIGHTS_OIHW
        };
    }
}
