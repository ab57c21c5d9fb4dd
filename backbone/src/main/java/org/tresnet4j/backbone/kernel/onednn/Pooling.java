package org.tresnet4j.backbone.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.tresnet4j.backbone.kernel.onednn.ChannelsLast.address;
import static org.tresnet4j.backbone.kernel.onednn.Primitive.argument;

import java.util.stream.Stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.MaxPooled;
import org.tresnet4j.backbone.kernel.Memory;
import org.tresnet4j.backbone.kernel.Window;

/** Pooling over windows: averages of the pixels inside the map, and maxima. */
final class Pooling {

    private Pooling() {}

    /**
     * The windows of a pooling.
     *
     * @param bottom rows that windows stick out below
     * @param right columns that they stick out to the right
     */
    private record Windows(
            ChannelsLast input,
            ChannelsLast output,
            boolean maximum,
            long height,
            long width,
            long stride,
            long top,
            long bottom,
            long right) {

        /** 2×2 at stride 2; an odd last row or column makes smaller windows. */
        static Windows halves(ChannelsLast input) {
            ChannelsLast output = input.halved();
            return new Windows(input, output, false, 2, 2, 2, 0, input.height() % 2, input.width() % 2);
        }

        static Windows whole(ChannelsLast input) {
            return new Windows(input, input.withSides(1, 1), false, input.height(), input.width(), 1, 0, 0, 0);
        }

        static Windows maxima(ChannelsLast input, Window window) {
            ChannelsLast output = input.withSides(window.output(input.height()), window.output(input.width()));
            return new Windows(
                    input,
                    output,
                    true,
                    window.size(),
                    window.size(),
                    window.stride(),
                    window.padding(),
                    outside(input.height(), output.height(), window),
                    outside(input.width(), output.width(), window));
        }

        private static long outside(long from, long to, Window window) {
            return Math.max((to - 1) * window.stride() + window.size() - window.padding() - from, 0);
        }

        dnnl.algorithm algorithm() {
            return maximum ? dnnl.algorithm.pooling_max : dnnl.algorithm.pooling_avg_exclude_padding;
        }

        long[] strides() {
            return new long[] {stride, stride};
        }

        long[] kernel() {
            return new long[] {height, width};
        }

        long[] before() {
            return new long[] {top, top};
        }

        long[] after() {
            return new long[] {bottom, right};
        }

        pooling_forward.primitive_desc forward() {
            pooling_forward.desc desc = new pooling_forward.desc(
                    dnnl.prop_kind.forward_training,
                    algorithm(),
                    input.desc(),
                    output.desc(),
                    strides(),
                    kernel(),
                    before(),
                    after());
            return new pooling_forward.primitive_desc(desc, Primitive.attributes(), OneDnn.engine());
        }
    }

    /** A pooling with the bytes of its positions, 0 for averages. */
    private record Compiled(Primitive primitive, long positionBytes) {}

    private record Forward(Windows windows) implements Recipe<Compiled> {

        @Override
        public Compiled compile() {
            pooling_forward.primitive_desc description = windows.forward();
            Stream<Primitive.Argument> arguments = Stream.of(
                    argument(DNNL_ARG_SRC, windows.input().desc()),
                    argument(DNNL_ARG_DST, windows.output().desc()));
            return compiled(new pooling_forward(description), description, arguments, windows.maximum());
        }
    }

    private record Backward(Windows windows) implements Recipe<Compiled> {

        @Override
        public Compiled compile() {
            pooling_backward.desc desc = new pooling_backward.desc(
                    windows.algorithm(),
                    windows.input().desc(),
                    windows.output().desc(),
                    windows.strides(),
                    windows.kernel(),
                    windows.before(),
                    windows.after());
            pooling_backward.primitive_desc description = new pooling_backward.primitive_desc(
                    desc, Primitive.attributes(), OneDnn.engine(), windows.forward());
            Stream<Primitive.Argument> arguments = Stream.of(
                    argument(DNNL_ARG_DIFF_DST, windows.output().desc()),
                    argument(DNNL_ARG_DIFF_SRC, windows.input().desc()));
            return compiled(new pooling_backward(description), description, arguments, windows.maximum());
        }
    }

    private static Compiled compiled(
            org.bytedeco.dnnl.primitive primitive,
            org.bytedeco.dnnl.primitive_desc_base description,
            Stream<Primitive.Argument> arguments,
            boolean maximum) {
        Stream<Primitive.Argument> all = maximum
                ? Stream.concat(arguments, Stream.of(argument(DNNL_ARG_WORKSPACE, description.workspace_desc())))
                : arguments;
        return new Compiled(
                new Primitive(primitive, description, all.toArray(Primitive.Argument[]::new)),
                maximum ? description.workspace_desc().get_size() : 0);
    }

    static INDArray averages(INDArray x, Memory memory) {
        return forward(Windows.halves(ChannelsLast.of(x)), x, memory);
    }

    static INDArray averagesGradient(INDArray dy, ChannelsLast input, Memory memory) {
        return backward(Windows.halves(input), dy, memory);
    }

    /** The means of whole maps in their own type. */
    static void meansInto(INDArray x, INDArray means) {
        Primitives.get(new Forward(Windows.whole(ChannelsLast.of(x))))
                .primitive()
                .run(address(x), address(means));
    }

    static INDArray meansGradient(INDArray dy, ChannelsLast input, Memory memory) {
        return backward(Windows.whole(input), dy, memory);
    }

    private static INDArray forward(Windows windows, INDArray x, Memory memory) {
        INDArray y = windows.output().output(memory);
        Primitives.get(new Forward(windows)).primitive().run(address(x), address(y));
        return y;
    }

    private static INDArray backward(Windows windows, INDArray dy, Memory memory) {
        INDArray dx = windows.input().output(memory);
        Primitives.get(new Backward(windows)).primitive().run(address(dy), address(dx));
        return dx;
    }

    static MaxPooled maxima(INDArray x, Window window, Memory memory) {
        Windows windows = Windows.maxima(ChannelsLast.of(x), window);
        Compiled pooling = Primitives.get(new Forward(windows));
        INDArray y = windows.output().output(memory);
        INDArray positions = memory.output(DataType.INT8, pooling.positionBytes());
        pooling.primitive().run(address(x), address(y), address(positions));
        return new MaxPooled(y, positions);
    }

    static INDArray maximaGradient(MaxPooled forward, INDArray dy, ChannelsLast input, Window window, Memory memory) {
        Windows windows = Windows.maxima(input, window);
        INDArray dx = input.output(memory);
        Primitives.get(new Backward(windows)).primitive().run(address(dy), address(dx), address(forward.positions()));
        return dx;
    }
}
