package org.tresnet4j.backbone.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.tresnet4j.backbone.kernel.onednn.Primitive.argument;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;

/** Sums and products of maps, with maps or with one float a channel. */
final class Elementwise {

    private Elementwise() {}

    /** Arguments: left, right, result, which may be the left. */
    private record Operation(dnnl.algorithm algorithm, memory.desc right, boolean relu) {

        Primitive compile(memory.desc maps) {
            primitive_attr attributes = Primitive.attributes();
            if (relu) {
                post_ops after = new post_ops();
                after.append_eltwise(1f, dnnl.algorithm.eltwise_relu, 0f, 0f);
                attributes.set_post_ops(after);
            }
            binary.desc desc = new binary.desc(algorithm, maps, right, maps);
            binary.primitive_desc description = new binary.primitive_desc(desc, attributes, OneDnn.engine());
            return new Primitive(
                    new binary(description),
                    description,
                    argument(DNNL_ARG_SRC_0, maps),
                    argument(DNNL_ARG_SRC_1, right),
                    argument(DNNL_ARG_DST, maps));
        }
    }

    private record Add(ChannelsLast maps, boolean relu) implements Recipe<Primitive> {

        @Override
        public Primitive compile() {
            return new Operation(dnnl.algorithm.binary_add, maps.desc(), relu).compile(maps.desc());
        }
    }

    private record WithChannels(ChannelsLast maps, dnnl.algorithm algorithm) implements Recipe<Primitive> {

        @Override
        public Primitive compile() {
            memory.desc channels = Types.plain(DataType.FLOAT, 1, maps.channels(), 1, 1);
            return new Operation(algorithm, channels, false).compile(maps.desc());
        }
    }

    /** to ← a + b, or ReLU of that. */
    static void add(ChannelsLast maps, boolean relu, Pointer a, Pointer b, Pointer to) {
        Primitives.get(new Add(maps, relu)).run(a, b, to);
    }

    /** to[n,c,…] ← from[n,c,…]·factor[c]. */
    static void multiplyChannels(ChannelsLast maps, Pointer from, Pointer factor, Pointer to) {
        Primitives.get(new WithChannels(maps, dnnl.algorithm.binary_mul)).run(from, factor, to);
    }

    /** to[n,c,…] ← from[n,c,…] + summand[c]. */
    static void addToChannels(ChannelsLast maps, Pointer from, Pointer summand, Pointer to) {
        Primitives.get(new WithChannels(maps, dnnl.algorithm.binary_add)).run(from, summand, to);
    }
}
