package org.tresnet4j.backbone.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.tresnet4j.backbone.kernel.onednn.Primitive.argument;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.resampling_backward;
import org.bytedeco.dnnl.resampling_forward;
import org.bytedeco.javacpp.Pointer;

/** Nearest-neighbour upsampling: each pixel becomes a rectangle of equal pixels. */
final class Upsampling {

    private Upsampling() {}

    private record Forward(ChannelsLast from, ChannelsLast to) implements Recipe<Primitive> {

        @Override
        public Primitive compile() {
            resampling_forward.primitive_desc description = describe(from, to);
            return new Primitive(
                    new resampling_forward(description),
                    description,
                    argument(DNNL_ARG_SRC, from.desc()),
                    argument(DNNL_ARG_DST, to.desc()));
        }
    }

    private record Backward(ChannelsLast from, ChannelsLast to) implements Recipe<Primitive> {

        @Override
        public Primitive compile() {
            resampling_backward.desc desc =
                    new resampling_backward.desc(dnnl.algorithm.resampling_nearest, from.desc(), to.desc());
            resampling_backward.primitive_desc description = new resampling_backward.primitive_desc(
                    desc, Primitive.attributes(), OneDnn.engine(), describe(from, to));
            return new Primitive(
                    new resampling_backward(description),
                    description,
                    argument(DNNL_ARG_DIFF_DST, to.desc()),
                    argument(DNNL_ARG_DIFF_SRC, from.desc()));
        }
    }

    private static resampling_forward.primitive_desc describe(ChannelsLast from, ChannelsLast to) {
        resampling_forward.desc desc = new resampling_forward.desc(
                dnnl.prop_kind.forward_training, dnnl.algorithm.resampling_nearest, from.desc(), to.desc());
        return new resampling_forward.primitive_desc(desc, Primitive.attributes(), OneDnn.engine());
    }

    static void forward(ChannelsLast from, ChannelsLast to, Pointer x, Pointer y) {
        Primitives.get(new Forward(from, to)).run(x, y);
    }

    /** dx ← the sums of dy over each pixel's rectangle. */
    static void backward(ChannelsLast from, ChannelsLast to, Pointer dy, Pointer dx) {
        Primitives.get(new Backward(from, to)).run(dy, dx);
    }
}
