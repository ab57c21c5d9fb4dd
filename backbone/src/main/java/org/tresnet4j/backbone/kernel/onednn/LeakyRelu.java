package org.tresnet4j.backbone.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.tresnet4j.backbone.kernel.onednn.Primitive.argument;

import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;

/** x above zero, slope·x elsewhere; ReLU for a slope of 0. */
final class LeakyRelu {

    private static final float UNUSED = 0;

    private LeakyRelu() {}

    private record Forward(ChannelsLast maps, float slope) implements Recipe<Primitive> {

        @Override
        public Primitive compile() {
            eltwise_forward.primitive_desc description = describe(maps, slope, dnnl.algorithm.eltwise_relu);
            return new Primitive(
                    new eltwise_forward(description),
                    description,
                    argument(DNNL_ARG_SRC, maps.desc()),
                    argument(DNNL_ARG_DST, maps.desc()));
        }
    }

    private record Backward(ChannelsLast maps, float slope) implements Recipe<Primitive> {

        @Override
        public Primitive compile() {
            dnnl.algorithm algorithm = dnnl.algorithm.eltwise_relu_use_dst_for_bwd;
            eltwise_backward.desc desc = new eltwise_backward.desc(algorithm, maps.desc(), maps.desc(), slope, UNUSED);
            eltwise_backward.primitive_desc description = new eltwise_backward.primitive_desc(
                    desc, Primitive.attributes(), OneDnn.engine(), describe(maps, slope, algorithm));
            return new Primitive(
                    new eltwise_backward(description),
                    description,
                    argument(DNNL_ARG_DST, maps.desc()),
                    argument(DNNL_ARG_DIFF_DST, maps.desc()),
                    argument(DNNL_ARG_DIFF_SRC, maps.desc()));
        }
    }

    private static eltwise_forward.primitive_desc describe(ChannelsLast maps, float slope, dnnl.algorithm algorithm) {
        eltwise_forward.desc desc =
                new eltwise_forward.desc(dnnl.prop_kind.forward_training, algorithm, maps.desc(), slope, UNUSED);
        return new eltwise_forward.primitive_desc(desc, Primitive.attributes(), OneDnn.engine());
    }

    /** to ← f(from); both may be the same. */
    static void forward(ChannelsLast maps, double slope, Pointer from, Pointer to) {
        Primitives.get(new Forward(maps, (float) slope)).run(from, to);
    }

    /** The inverse of {@link #forward}. */
    static void invert(ChannelsLast maps, double slope, Pointer from, Pointer to) {
        forward(maps, 1 / slope, from, to);
    }

    /** dx ← dy·f'(x), told from y = f(x); both gradients may be the same. */
    static void backward(ChannelsLast maps, double slope, Pointer y, Pointer dy, Pointer dx) {
        Primitives.get(new Backward(maps, (float) slope)).run(y, dy, dx);
    }
}
