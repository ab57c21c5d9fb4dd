package org.tresnet4j.backbone.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.tresnet4j.backbone.kernel.onednn.Primitive.argument;

import com.google.common.collect.ObjectArrays;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;

/** Sums and products of equal maps. */
final class Elementwise {

    private Elementwise() {}

    /** Arguments: two factors, a summand, the result. */
    private record MultiplyAdd(ChannelsLast maps) implements Recipe<Primitive> {

        @Override
        public Primitive compile() {
            memory.desc desc = maps.desc();
            post_ops after = new post_ops();
            after.append_binary(dnnl.algorithm.binary_add, desc);
            return Elementwise.compile(
                    dnnl.algorithm.binary_mul,
                    desc,
                    after,
                    argument(DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1, desc));
        }
    }

    /** Arguments: two factors, the result. */
    private record Multiply(ChannelsLast maps) implements Recipe<Primitive> {

        @Override
        public Primitive compile() {
            return Elementwise.compile(dnnl.algorithm.binary_mul, maps.desc(), new post_ops());
        }
    }

    /** Arguments: two summands, the result. */
    private record Add(ChannelsLast maps, boolean relu) implements Recipe<Primitive> {

        @Override
        public Primitive compile() {
            post_ops after = new post_ops();
            if (relu) {
                after.append_eltwise(1f, dnnl.algorithm.eltwise_relu, 0f, 0f);
            }
            return Elementwise.compile(dnnl.algorithm.binary_add, maps.desc(), after);
        }
    }

    private static Primitive compile(
            dnnl.algorithm algorithm, memory.desc maps, post_ops after, Primitive.Argument... further) {
        primitive_attr attributes = Primitive.attributes();
        attributes.set_post_ops(after);
        binary.desc desc = new binary.desc(algorithm, maps, maps, maps);
        binary.primitive_desc description = new binary.primitive_desc(desc, attributes, OneDnn.engine());
        Primitive.Argument[] arguments = {
            argument(DNNL_ARG_SRC_0, maps), argument(DNNL_ARG_SRC_1, maps), argument(DNNL_ARG_DST, maps)
        };
        return new Primitive(
                new binary(description),
                description,
                ObjectArrays.concat(arguments, further, Primitive.Argument.class));
    }

    /** to ← a + b, or ReLU of that. */
    static void add(ChannelsLast maps, boolean relu, Pointer a, Pointer b, Pointer to) {
        Primitives.get(new Add(maps, relu)).run(a, b, to);
    }

    /** to ← a·b. */
    static void multiply(ChannelsLast maps, Pointer a, Pointer b, Pointer to) {
        Primitives.get(new Multiply(maps)).run(a, b, to);
    }

    /** to ← a·b + c. */
    static void multiplyAdd(ChannelsLast maps, Pointer a, Pointer b, Pointer c, Pointer to) {
        Primitives.get(new MultiplyAdd(maps)).run(a, b, to, c);
    }
}
