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

import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_desc_base;
import org.nd4j.linalg.api.buffer.DataType;

/** oneDNN's batch normalisation, forward and backward, with statistics that it measures or is given. */
final class Normalization {

    private static final String BARRIER_FREE = "bnorm_tbb_jit";

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
            batch_normalization_backward.primitive_desc description = withoutBarriers(
                    () -> new batch_normalization_backward.primitive_desc(
                            desc, Primitive.attributes(), OneDnn.engine(), describe(maps, epsilon, given)),
                    batch_normalization_backward.primitive_desc::next_impl);
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
        return withoutBarriers(
                () -> new batch_normalization_forward.primitive_desc(desc, Primitive.attributes(), OneDnn.engine()),
                batch_normalization_forward.primitive_desc::next_impl);
    }

    /**
     * In oneDNN's first choice the threads wait for one another spinning. When anything else wants a processor, one of
     * them is not there, and the others spin for a scheduler's period: 16 ms instead of 0.3. The next choice ends and
     * begins its threads' work instead, for 0.2 ms more a forward pass of 6 MB and less a backward pass.
     */
    private static <D extends primitive_desc_base> D withoutBarriers(Supplier<D> choices, Predicate<D> next) {
        D choice = choices.get();
        do {
            if (choice.impl_info_str().getString().startsWith(BARRIER_FREE)) {
                return choice;
            }
        } while (next.test(choice));
        return choices.get();
    }

    private static int flags(boolean given) {
        int affine = dnnl.normalization_flags.use_scale.value | dnnl.normalization_flags.use_shift.value;
        return given ? affine | dnnl.normalization_flags.use_global_stats.value : affine;
    }

    private static memory.desc vector(ChannelsLast maps) {
        return Types.plain(DataType.FLOAT, maps.channels());
    }
}
