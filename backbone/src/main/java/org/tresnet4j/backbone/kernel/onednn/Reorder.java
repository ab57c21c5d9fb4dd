package org.tresnet4j.backbone.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies between layouts and types. */
final class Reorder {

    private Reorder() {}

    static Primitive compile(memory.desc from, memory.desc to) {
        reorder.primitive_desc description =
                new reorder.primitive_desc(OneDnn.engine(), from, OneDnn.engine(), to, Primitive.attributes(), false);
        return new Primitive(
                new reorder(description),
                description,
                Primitive.argument(DNNL_ARG_SRC, from),
                Primitive.argument(DNNL_ARG_DST, to));
    }

    /** Arrays by shape, strides and type. */
    private record Strided(List<Long> shape, List<Long> strides, DataType type) {

        static Strided of(INDArray array) {
            return new Strided(box(array.shape()), box(array.stride()), array.dataType());
        }

        private static List<Long> box(long[] values) {
            return Arrays.stream(values).boxed().toList();
        }

        memory.desc desc() {
            return new memory.desc(unbox(shape), Types.of(type), unbox(strides));
        }

        private static long[] unbox(List<Long> values) {
            return values.stream().mapToLong(Long::longValue).toArray();
        }
    }

    private record Copy(Strided from, Strided to) implements Recipe<Primitive> {

        @Override
        public Primitive compile() {
            return Reorder.compile(from.desc(), to.desc());
        }
    }

    /** to ← from, whatever their strides and types. */
    static void copy(INDArray from, INDArray to) {
        Primitives.get(new Copy(Strided.of(from), Strided.of(to)))
                .run(ChannelsLast.address(from), ChannelsLast.address(to));
    }
}
