package org.tresnet4j.backbone.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.tresnet4j.backbone.kernel.onednn.Primitive.argument;

import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.buffer.DataType;

/** oneDNN's batch normalisation, forward and backward, with statistics that it measures or is given. */
final class Normalization {

    private Normalization() {}

    /** Arguments: source, destination, mean, variance, scale, shift. The first two may be the same. */
    record Forward(ChannelsLast maps, float epsilon, boolean given) implements Recipe<Primitive> {

        @Override
        public Primitive compile() {
            batch_normalization_forward.primitive_desc description = describe(maps, epsilon, given);
            memory.desc vector = vector(maps);
            return new Primitive(
                    new batch_normalization_forward(description),
                    description,
                    argument(DNNL_ARG_SRC, maps.desc()),
                    argument(DNNL_ARG_DST, maps.desc()),
                    argument(DNNL_ARG_MEAN, vector),
                    argument(DNNL_ARG_VARIANCE, vector),
                    argument(DNNL_ARG_SCALE, vector),
                    argument(DNNL_ARG_SHIFT, vector));
        }
    }

    /**
     * Arguments: source, its gradient, the result's gradient, mean, variance, scale, gradients of scale and shift. The
     * two gradients of maps may be the same.
     */
    record Backward(ChannelsLast maps, float epsilon, boolean given) implements Recipe<Primitive> {

        @Override
        public Primitive compile() {
            batch_normalization_backward.desc desc = new batch_normalization_backward.desc(
                    dnnl.prop_kind.backward.value, maps.desc(), maps.desc(), epsilon, flags(given));
            batch_normalization_backward.primitive_desc description = new batch_normalization_backward.primitive_desc(
                    desc, Primitive.attributes(), OneDnn.engine(), describe(maps, epsilon, given));
            memory.desc vector = vector(maps);
            return new Primitive(
                    new batch_normalization_backward(description),
                    description,
                    argument(DNNL_ARG_SRC, maps.desc()),
                    argument(DNNL_ARG_DIFF_SRC, maps.desc()),
                    argument(DNNL_ARG_DIFF_DST, maps.desc()),
                    argument(DNNL_ARG_MEAN, vector),
                    argument(DNNL_ARG_VARIANCE, vector),
                    argument(DNNL_ARG_SCALE, vector),
                    argument(DNNL_ARG_DIFF_SCALE, vector),
                    argument(DNNL_ARG_DIFF_SHIFT, vector),
                    argument(DNNL_ARG_SHIFT, vector));
        }
    }

    private static batch_normalization_forward.primitive_desc describe(
            ChannelsLast maps, float epsilon, boolean given) {
        batch_normalization_forward.desc desc = new batch_normalization_forward.desc(
                dnnl.prop_kind.forward_training.value, maps.desc(), epsilon, flags(given));
        return new batch_normalization_forward.primitive_desc(desc, Primitive.attributes(), OneDnn.engine());
    }

    private static int flags(boolean given) {
        int affine = dnnl.normalization_flags.use_scale.value | dnnl.normalization_flags.use_shift.value;
        return given ? affine | dnnl.normalization_flags.use_global_stats.value : affine;
    }

    private static memory.desc vector(ChannelsLast maps) {
        return Types.plain(DataType.FLOAT, maps.channels());
    }
}
