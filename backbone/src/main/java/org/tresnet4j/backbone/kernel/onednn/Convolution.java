package org.tresnet4j.backbone.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.tresnet4j.backbone.kernel.onednn.Primitive.argument;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Memory;
import org.tresnet4j.backbone.kernel.Window;

/**
 * Convolution without bias. Weights stay [O,I,k,k] in float32; each pass re-orders them into what the processor likes
 * best, which costs about 2% of it.
 */
final class Convolution {

    private Convolution() {}

    /** A convolution's shapes. */
    record Geometry(ChannelsLast input, long outputs, Window window) {

        static Geometry of(INDArray x, INDArray weights, Window window) {
            return new Geometry(ChannelsLast.of(x), weights.size(0), window);
        }

        ChannelsLast output() {
            return input.withChannels(outputs).withSides(window.output(input.height()), window.output(input.width()));
        }

        Geometry in(DataType type) {
            return new Geometry(input.in(type), outputs, window);
        }

        long[] weights() {
            return new long[] {outputs, input.channels(), window.size(), window.size()};
        }

        memory.desc plainWeights() {
            return Types.plain(DataType.FLOAT, weights());
        }

        memory.desc anyWeights(DataType type) {
            return new memory.desc(weights(), Types.of(type), memory.format_tag.any);
        }

        long[] strides() {
            return new long[] {window.stride(), window.stride()};
        }

        long[] padding() {
            return new long[] {window.padding(), window.padding()};
        }

        /** What oneDNN's descriptions of backward passes refer to. */
        convolution_forward.primitive_desc forward() {
            convolution_forward.desc desc = new convolution_forward.desc(
                    dnnl.prop_kind.forward_training,
                    dnnl.algorithm.convolution_direct,
                    input.desc(),
                    anyWeights(input.type()),
                    output().desc(),
                    strides(),
                    padding(),
                    padding());
            return new convolution_forward.primitive_desc(desc, Primitive.attributes(), OneDnn.engine());
        }
    }

    /**
     * A pass with the re-ordering of its weights, or of their gradient.
     *
     * @param packedBytes of the weights in the pass's own layout
     */
    private record Pass(Primitive convolution, Primitive reorder, long packedBytes) {

        Pointer packed(Memory memory) {
            return Alignment.scratch(packedBytes, memory);
        }
    }

    private record Forward(Geometry geometry) implements Recipe<Pass> {

        @Override
        public Pass compile() {
            convolution_forward.primitive_desc description = geometry.forward();
            memory.desc packed = description.weights_desc();
            return new Pass(
                    new Primitive(
                            new convolution_forward(description),
                            description,
                            argument(DNNL_ARG_SRC, geometry.input().desc()),
                            argument(DNNL_ARG_WEIGHTS, packed),
                            argument(DNNL_ARG_DST, geometry.output().desc())),
                    Reorder.compile(geometry.plainWeights(), packed),
                    packed.get_size());
        }
    }

    private record BackwardData(Geometry geometry) implements Recipe<Pass> {

        @Override
        public Pass compile() {
            convolution_backward_data.desc desc = new convolution_backward_data.desc(
                    dnnl.algorithm.convolution_direct,
                    geometry.input().desc(),
                    geometry.anyWeights(geometry.input().type()),
                    geometry.output().desc(),
                    geometry.strides(),
                    geometry.padding(),
                    geometry.padding());
            convolution_backward_data.primitive_desc description = new convolution_backward_data.primitive_desc(
                    desc, Primitive.attributes(), OneDnn.engine(), geometry.forward());
            memory.desc packed = description.weights_desc();
            return new Pass(
                    new Primitive(
                            new convolution_backward_data(description),
                            description,
                            argument(DNNL_ARG_DIFF_DST, geometry.output().desc()),
                            argument(DNNL_ARG_WEIGHTS, packed),
                            argument(DNNL_ARG_DIFF_SRC, geometry.input().desc())),
                    Reorder.compile(geometry.plainWeights(), packed),
                    packed.get_size());
        }
    }

    private record BackwardWeights(Geometry geometry) implements Recipe<Pass> {

        @Override
        public Pass compile() {
            convolution_backward_weights.desc desc = new convolution_backward_weights.desc(
                    dnnl.algorithm.convolution_direct,
                    geometry.input().desc(),
                    geometry.anyWeights(DataType.FLOAT),
                    geometry.output().desc(),
                    geometry.strides(),
                    geometry.padding(),
                    geometry.padding());
            convolution_backward_weights.primitive_desc description = new convolution_backward_weights.primitive_desc(
                    desc, Primitive.attributes(), OneDnn.engine(), geometry.forward());
            memory.desc packed = description.diff_weights_desc();
            return new Pass(
                    new Primitive(
                            new convolution_backward_weights(description),
                            description,
                            argument(DNNL_ARG_SRC, geometry.input().desc()),
                            argument(DNNL_ARG_DIFF_DST, geometry.output().desc()),
                            argument(DNNL_ARG_DIFF_WEIGHTS, packed)),
                    Reorder.compile(packed, geometry.plainWeights()),
                    packed.get_size());
        }
    }

    static INDArray forward(INDArray x, INDArray weights, Window window, Memory memory) {
        Geometry geometry = Geometry.of(x, weights, window);
        INDArray y = geometry.output().output(memory);
        multiply(Primitives.get(new Forward(geometry)), x, weights, y, memory);
        return y;
    }

    static INDArray backward(
            INDArray x, INDArray weights, INDArray dy, Window window, INDArray weightsGradient, Memory memory) {
        Geometry geometry = Geometry.of(x, weights, window);
        Pass pass = Primitives.get(new BackwardWeights(geometry));
        Pointer packed = pass.packed(memory);
        pass.convolution().run(ChannelsLast.address(x), ChannelsLast.address(dy), packed);
        pass.reorder().run(packed, ChannelsLast.address(weightsGradient));

        INDArray dx = geometry.input().output(memory);
        if (wrongInBfloat16(geometry)) {
            Geometry single = geometry.in(DataType.FLOAT);
            INDArray wide = single.input().scratch(memory);
            INDArray gradient = ChannelsLast.of(dy, DataType.FLOAT, memory);
            multiply(Primitives.get(new BackwardData(single)), gradient, weights, wide, memory);
            Reorder.copy(wide, dx);
        } else {
            multiply(Primitives.get(new BackwardData(geometry)), dy, weights, dx, memory);
        }
        return dx;
    }

    /** Measured with oneDNN 2.5.2: its 1×1 backward pass mixes up pixels with an odd number of channels. */
    private static boolean wrongInBfloat16(Geometry geometry) {
        return geometry.input().type() == DataType.BFLOAT16
                && geometry.window().size() == 1
                && geometry.outputs() % 2 == 1;
    }

    private static void multiply(Pass pass, INDArray from, INDArray weights, INDArray to, Memory memory) {
        Pointer packed = pass.packed(memory);
        pass.reorder().run(ChannelsLast.address(weights), packed);
        pass.convolution().run(ChannelsLast.address(from), packed, ChannelsLast.address(to));
    }
}
