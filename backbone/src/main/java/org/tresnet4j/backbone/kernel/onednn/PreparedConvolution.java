package org.tresnet4j.backbone.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.tresnet4j.backbone.kernel.onednn.ChannelsLast.address;
import static org.tresnet4j.backbone.kernel.onednn.Primitive.argument;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.FoldedConvolution;
import org.tresnet4j.backbone.kernel.Folding;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;

/** A folded convolution with its weights in oneDNN's layouts: one copy for each layout that input shapes ask for. */
final class PreparedConvolution implements FoldedConvolution {

    private final Folding folding;
    private final DataType type;
    private final List<Packed> packed = new CopyOnWriteArrayList<>();
    private final WinogradMaps.Finish finish;
    private final Map<Winograd, Filters> filters = new ConcurrentHashMap<>();

    /**
     * Weights in one layout.
     *
     * @param room keeps the memory from being freed
     */
    private record Packed(memory.desc layout, BytePointer room, Pointer weights) {}

    /**
     * Weights for minimal filtering with tiles of one size.
     *
     * @param room keeps the memory from being freed
     */
    private record Filters(BytePointer room, Pointer places) {}

    PreparedConvolution(Folding folding, DataType type) {
        this.folding = folding;
        this.type = type;
        this.finish = WinogradMaps.Finish.of(Vectors.read(folding.bias()), folding.slope(), folding.withSum());
    }

    @Override
    public INDArray apply(INDArray x, INDArray summand, Memory memory) {
        INDArray maps = ChannelsLast.of(x, type, memory);
        Convolution.Geometry geometry = Convolution.Geometry.of(maps, folding.weights(), folding.window());
        Optional<WinogradConvolution> filtering = WinogradConvolution.inInference(geometry);
        if (filtering.isPresent()) {
            return filter(maps, summand, filtering.get(), geometry, memory);
        }
        ConvolutionMethod method = geometry.method();
        boolean fused = method.fuses(folding.slope());
        double slope = fused ? folding.slope() : Kernels.IDENTITY;
        Compiled pass = Primitives.get(new Pass(geometry, (float) slope, folding.withSum()));
        INDArray y = folding.withSum() ? summand : geometry.output().output(memory);
        Pointer result = folding.withSum() ? method.load(y, memory) : method.room(y, memory);
        Pointer weights = weights(pass.layout(), geometry);
        pass.convolution().run(method.load(maps, memory), weights, address(folding.bias()), result);
        method.store(result, y);
        if (!fused) {
            LeakyRelu.forward(geometry.output(), folding.slope(), address(y), address(y));
        }
        return y;
    }

    private INDArray filter(
            INDArray maps,
            INDArray summand,
            WinogradConvolution convolution,
            Convolution.Geometry geometry,
            Memory memory) {
        INDArray y = folding.withSum() ? summand : geometry.output().output(memory);
        convolution.apply(maps, filters(convolution), y, finish, memory);
        return y;
    }

    private Pointer filters(WinogradConvolution convolution) {
        return filters.computeIfAbsent(convolution.winograd(), tiles -> transform(convolution))
                .places();
    }

    private Filters transform(WinogradConvolution convolution) {
        BytePointer room = new BytePointer(convolution.filterBytes() + Alignment.BYTES);
        Pointer places = Alignment.skip(room);
        convolution.transform(folding.weights(), places);
        return new Filters(room, places);
    }

    private Pointer weights(memory.desc layout, Convolution.Geometry geometry) {
        for (Packed known : packed) {
            if (known.layout().equals(layout)) {
                return known.weights();
            }
        }
        return pack(layout, geometry);
    }

    private synchronized Pointer pack(memory.desc layout, Convolution.Geometry geometry) {
        BytePointer room = new BytePointer(layout.get_size() + Alignment.BYTES);
        Packed made = new Packed(layout, room, Alignment.skip(room));
        Reorder.compile(geometry.plainWeights(), layout).run(address(folding.weights()), made.weights());
        packed.add(made);
        return made.weights();
    }

    private record Compiled(Primitive convolution, memory.desc layout) {}

    private record Pass(Convolution.Geometry geometry, float slope, boolean withSum) implements Recipe<Compiled> {

        @Override
        public Compiled compile() {
            memory.desc bias = Types.plain(DataType.FLOAT, geometry.outputs());
            convolution_forward.desc desc = new convolution_forward.desc(
                    dnnl.prop_kind.forward_inference,
                    geometry.method().algorithm(),
                    geometry.source(),
                    geometry.anyWeights(geometry.input().type()),
                    bias,
                    geometry.destination(),
                    geometry.strides(),
                    geometry.padding(),
                    geometry.padding());
            convolution_forward.primitive_desc description =
                    new convolution_forward.primitive_desc(desc, attributes(), OneDnn.engine());
            memory.desc layout = description.weights_desc();
            return new Compiled(
                    new Primitive(
                            new convolution_forward(description),
                            description,
                            argument(DNNL_ARG_SRC, geometry.source()),
                            argument(DNNL_ARG_WEIGHTS, layout),
                            argument(DNNL_ARG_BIAS, bias),
                            argument(DNNL_ARG_DST, geometry.destination())),
                    layout);
        }

        private primitive_attr attributes() {
            post_ops after = new post_ops();
            if (withSum) {
                after.append_sum();
            }
            if (slope != Kernels.IDENTITY) {
                after.append_eltwise(1f, dnnl.algorithm.eltwise_relu, slope, 0f);
            }
            primitive_attr attributes = Primitive.attributes();
            attributes.set_post_ops(after);
            return attributes;
        }
    }
}
