package org.tresnet4j.backbone.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.tresnet4j.backbone.kernel.onednn.ChannelsLast.address;
import static org.tresnet4j.backbone.kernel.onednn.Primitive.argument;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * Anti-aliased downsampling: a copy with the reflected border, then a depthwise convolution at stride 2 by
 * [1,2,1]⊗[1,2,1]/16. In float32 {@link FloatBlur} does it, but for the largest maps.
 */
final class Blur {

    private static final int SIZE = 3;
    private static final long[] STRIDES = {2, 2};
    private static final long[] NO_PADDING = {0, 0};
    private static final float[] BINOMIAL = {1, 2, 1, 2, 4, 2, 1, 2, 1};
    private static final float SUM = 16;

    private Blur() {}

    /** The maps, with their border, and halved. */
    private record Shapes(ChannelsLast input) {

        ChannelsLast output() {
            return input.halved();
        }

        /** One row above and one column to the left; below and to the right only where the side is odd. */
        ChannelsLast bordered() {
            return input.withSides(2 * output().height() + 1, 2 * output().width() + 1);
        }

        memory.desc interior() {
            return part(1, input.height(), 1, input.width());
        }

        /** Rows and columns of the bordered maps. */
        memory.desc part(long row, long rows, long column, long columns) {
            return bordered()
                    .desc()
                    .submemory_desc(
                            new long[] {input.batch(), input.channels(), rows, columns},
                            new long[] {0, 0, row, column});
        }

        memory.desc row(long row) {
            return part(row, 1, 1, input.width());
        }

        memory.desc column(long column) {
            return part(0, bordered().height(), column, 1);
        }

        /** Pairs of a border's row and the row that it reflects, both counted in the bordered maps. */
        List<long[]> reflections(long side) {
            List<long[]> pairs = new ArrayList<>();
            pairs.add(new long[] {0, 2});
            if (side % 2 == 1) {
                pairs.add(new long[] {side + 1, side - 1});
            }
            return pairs;
        }

        memory.desc filters() {
            return new memory.desc(
                    new long[] {input.channels(), 1, 1, SIZE, SIZE}, Types.of(input.type()), memory.format_tag.any);
        }

        convolution_forward.primitive_desc convolution() {
            convolution_forward.desc desc = new convolution_forward.desc(
                    dnnl.prop_kind.forward_training,
                    dnnl.algorithm.convolution_direct,
                    bordered().desc(),
                    filters(),
                    output().desc(),
                    STRIDES,
                    NO_PADDING,
                    NO_PADDING);
            return new convolution_forward.primitive_desc(desc, Primitive.attributes(), OneDnn.engine());
        }
    }

    /**
     * A pass: the convolution, its constant filters in its own layout, and the steps at the border in their order.
     *
     * @param interior copies between maps and the inside of the bordered maps
     */
    private record Pass(Primitive convolution, Pointer filters, Primitive interior, List<Primitive> border) {}

    private record Forward(Shapes shapes) implements Recipe<Pass> {

        @Override
        public Pass compile() {
            convolution_forward.primitive_desc description = shapes.convolution();
            memory.desc filters = description.weights_desc();
            List<Primitive> border = new ArrayList<>();
            for (long[] pair : shapes.reflections(shapes.input().height())) {
                border.add(Reorder.compile(shapes.row(pair[1]), shapes.row(pair[0])));
            }
            for (long[] pair : shapes.reflections(shapes.input().width())) {
                border.add(Reorder.compile(shapes.column(pair[1]), shapes.column(pair[0])));
            }
            return new Pass(
                    new Primitive(
                            new convolution_forward(description),
                            description,
                            argument(DNNL_ARG_SRC, shapes.bordered().desc()),
                            argument(DNNL_ARG_WEIGHTS, filters),
                            argument(DNNL_ARG_DST, shapes.output().desc())),
                    packed(shapes.input(), filters),
                    Reorder.compile(shapes.input().desc(), shapes.interior()),
                    border);
        }
    }

    private record Backward(Shapes shapes) implements Recipe<Pass> {

        @Override
        public Pass compile() {
            convolution_backward_data.desc desc = new convolution_backward_data.desc(
                    dnnl.algorithm.convolution_direct,
                    shapes.bordered().desc(),
                    shapes.filters(),
                    shapes.output().desc(),
                    STRIDES,
                    NO_PADDING,
                    NO_PADDING);
            convolution_backward_data.primitive_desc description = new convolution_backward_data.primitive_desc(
                    desc, Primitive.attributes(), OneDnn.engine(), shapes.convolution());
            memory.desc filters = description.weights_desc();
            List<Primitive> border = new ArrayList<>();
            for (long[] pair : shapes.reflections(shapes.input().width())) {
                border.add(addition(shapes.column(pair[1]), shapes.column(pair[0])));
            }
            for (long[] pair : shapes.reflections(shapes.input().height())) {
                border.add(addition(shapes.row(pair[1]), shapes.row(pair[0])));
            }
            return new Pass(
                    new Primitive(
                            new convolution_backward_data(description),
                            description,
                            argument(DNNL_ARG_DIFF_DST, shapes.output().desc()),
                            argument(DNNL_ARG_WEIGHTS, filters),
                            argument(DNNL_ARG_DIFF_SRC, shapes.bordered().desc())),
                    packed(shapes.input(), filters),
                    Reorder.compile(shapes.interior(), shapes.input().desc()),
                    border);
        }

        /** Arguments: sum, summand, sum. */
        private static Primitive addition(memory.desc sum, memory.desc summand) {
            binary.desc desc = new binary.desc(dnnl.algorithm.binary_add, sum, summand, sum);
            binary.primitive_desc description =
                    new binary.primitive_desc(desc, Primitive.attributes(), OneDnn.engine());
            return new Primitive(
                    new binary(description),
                    description,
                    argument(DNNL_ARG_SRC_0, sum),
                    argument(DNNL_ARG_SRC_1, summand),
                    argument(DNNL_ARG_DST, sum));
        }
    }

    private static Pointer packed(ChannelsLast maps, memory.desc layout) {
        long channels = maps.channels();
        FloatPointer filters = new FloatPointer(channels * BINOMIAL.length);
        for (long i = 0; i < channels * BINOMIAL.length; i++) {
            filters.put(i, BINOMIAL[(int) (i % BINOMIAL.length)] / SUM);
        }
        memory.desc plain = new memory.desc(
                new long[] {channels, 1, 1, SIZE, SIZE}, Types.of(DataType.FLOAT), memory.format_tag.abcde);
        FloatPointer packed = new FloatPointer(layout.get_size() / Float.BYTES + 1);
        Reorder.compile(plain, layout).run(filters, packed);
        filters.close();
        return packed;
    }

    static INDArray forward(INDArray x, Memory memory) {
        return FloatBlur.takes(ChannelsLast.of(x)) ? FloatBlur.forward(x, memory) : convolution(x, memory);
    }

    static INDArray backward(INDArray dy, ChannelsLast input, Memory memory) {
        return FloatBlur.takes(input) ? FloatBlur.backward(dy, input, memory) : convolutionGradient(dy, input, memory);
    }

    static INDArray convolution(INDArray x, Memory memory) {
        Shapes shapes = new Shapes(ChannelsLast.of(x));
        Pass pass = Primitives.get(new Forward(shapes));
        Pointer bordered = address(shapes.bordered().scratch(memory));
        pass.interior().run(address(x), bordered);
        pass.border().forEach(reflection -> reflection.run(bordered, bordered));
        INDArray y = shapes.output().output(memory);
        pass.convolution().run(bordered, pass.filters(), address(y));
        return y;
    }

    static INDArray convolutionGradient(INDArray dy, ChannelsLast input, Memory memory) {
        Shapes shapes = new Shapes(input);
        Pass pass = Primitives.get(new Backward(shapes));
        Pointer bordered = address(shapes.bordered().scratch(memory));
        pass.convolution().run(address(dy), pass.filters(), bordered);
        pass.border().forEach(addition -> addition.run(bordered, bordered, bordered));
        INDArray dx = input.output(memory);
        pass.interior().run(bordered, address(dx));
        return dx;
    }
}
