package org.tresnet4j.backbone.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.tresnet4j.backbone.kernel.onednn.Primitive.argument;

import java.util.Optional;
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
 * best, which takes 65 ms of a step of TResNet-M with 800 ms of convolutions (8 images of 224×224).
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

        ConvolutionMethod method() {
            return ConvolutionMethod.of(this);
        }

        /** The input in the method's layout. */
        memory.desc source() {
            return method().desc(input);
        }

        /** The output in the method's layout. */
        memory.desc destination() {
            return method().desc(output());
        }

        /** What oneDNN's descriptions of backward passes refer to. */
        convolution_forward.primitive_desc forward() {
            convolution_forward.desc desc = new convolution_forward.desc(
                    dnnl.prop_kind.forward_training,
                    method().algorithm(),
                    source(),
                    anyWeights(input.type()),
                    destination(),
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
                            argument(DNNL_ARG_SRC, geometry.source()),
                            argument(DNNL_ARG_WEIGHTS, packed),
                            argument(DNNL_ARG_DST, geometry.destination())),
                    Reorder.compile(geometry.plainWeights(), packed),
                    packed.get_size());
        }
    }

    private record BackwardData(Geometry geometry) implements Recipe<Pass> {

        @Override
        public Pass compile() {
            convolution_backward_data.desc desc = new convolution_backward_data.desc(
                    geometry.method().algorithm(),
                    geometry.source(),
                    geometry.anyWeights(geometry.input().type()),
                    geometry.destination(),
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
                            argument(DNNL_ARG_DIFF_DST, geometry.destination()),
                            argument(DNNL_ARG_WEIGHTS, packed),
                            argument(DNNL_ARG_DIFF_SRC, geometry.source())),
                    Reorder.compile(geometry.plainWeights(), packed),
                    packed.get_size());
        }
    }

    private record BackwardWeights(Geometry geometry) implements Recipe<Pass> {

        @Override
        public Pass compile() {
            convolution_backward_weights.desc desc = new convolution_backward_weights.desc(
                    geometry.method().algorithm(),
                    geometry.source(),
                    geometry.anyWeights(DataType.FLOAT),
                    geometry.destination(),
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
                            argument(DNNL_ARG_SRC, geometry.source()),
                            argument(DNNL_ARG_DIFF_DST, geometry.destination()),
                            argument(DNNL_ARG_DIFF_WEIGHTS, packed)),
                    Reorder.compile(packed, geometry.plainWeights()),
                    packed.get_size());
        }
    }

    static INDArray forward(INDArray x, INDArray weights, Window window, Memory memory) {
        Geometry geometry = Geometry.of(x, weights, window);
        Optional<WinogradConvolution> filtering = WinogradConvolution.inTraining(geometry);
        if (filtering.isPresent()) {
            return filtering.get().forward(x, weights, memory);
        }
        ConvolutionMethod method = geometry.method();
        INDArray y = geometry.output().output(memory);
        multiply(new Forward(geometry), method, method.load(x, memory), weights, y, memory);
        return y;
    }

    static INDArray backward(
            INDArray x, INDArray weights, INDArray dy, Window window, INDArray weightsGradient, Memory memory) {
        Geometry geometry = Geometry.of(x, weights, window);
        Optional<WinogradConvolution> filtering = WinogradConvolution.inTraining(geometry);
        if (filtering.isPresent()) {
            return filtering.get().backward(x, weights, dy, weightsGradient, memory);
        }
        ConvolutionMethod method = geometry.method();
        Pointer gradient = method.load(dy, memory);
        weightsGradient(geometry, x, gradient, weightsGradient, memory);
        INDArray dx = geometry.input().output(memory);
        if (wrongInBfloat16(geometry)) {
            Geometry single = geometry.in(DataType.FLOAT);
            INDArray wide = single.input().scratch(memory);
            Pointer wideGradient = ChannelsLast.address(ChannelsLast.of(dy, DataType.FLOAT, memory));
            multiply(new BackwardData(single), single.method(), wideGradient, weights, wide, memory);
            Reorder.copy(wide, dx);
        } else {
            multiply(new BackwardData(geometry), method, gradient, weights, dx, memory);
        }
        return dx;
    }

    static void weightsGradient(INDArray x, INDArray dy, Window window, INDArray weightsGradient, Memory memory) {
        Geometry geometry = new Geometry(ChannelsLast.of(x), dy.size(1), window);
        Optional<WinogradConvolution> filtering = WinogradConvolution.inTraining(geometry);
        if (filtering.isPresent()) {
            filtering.get().weightsGradient(x, dy, weightsGradient, memory);
        } else {
            weightsGradient(geometry, x, geometry.method().load(dy, memory), weightsGradient, memory);
        }
    }

    /**
     * @param gradient of the output, in the method's layout
     */
    private static void weightsGradient(
            Geometry geometry, INDArray x, Pointer gradient, INDArray weightsGradient, Memory memory) {
        if (PointwiseGradient.pays(geometry)) {
            PointwiseGradient.ofWeights(geometry, x, gradient, weightsGradient, memory);
            return;
        }
        Pass pass = Primitives.get(new BackwardWeights(geometry));
        Pointer packed = pass.packed(memory);
        pass.convolution().run(geometry.method().load(x, memory), gradient, packed);
        pass.reorder().run(packed, ChannelsLast.address(weightsGradient));
    }

    /** Measured with oneDNN 2.5.2: its 1×1 backward pass mixes up pixels with an odd number of channels. */
    private static boolean wrongInBfloat16(Geometry geometry) {
        return geometry.input().type() == DataType.BFLOAT16
                && geometry.window().size() == 1
                && geometry.outputs() % 2 == 1;
    }

    /**
     * @param from maps in the method's layout
     * @param to maps as they lie
     */
    private static void multiply(
            Recipe<Pass> recipe, ConvolutionMethod method, Pointer from, INDArray weights, INDArray to, Memory memory) {
        Pass pass = Primitives.get(recipe);
        Pointer packed = pass.packed(memory);
        pass.reorder().run(ChannelsLast.address(weights), packed);
        Pointer room = method.room(to, memory);
        pass.convolution().run(from, packed, room);
        method.store(room, to);
    }
}
