package org.tresnet4j.backbone.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.tresnet4j.backbone.kernel.onednn.ChannelsLast.address;
import static org.tresnet4j.backbone.kernel.onednn.Primitive.argument;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Products of small dense float matrices. */
final class Matmul {

    /** What happens to the product's values. */
    enum Activation {
        NONE(null),
        RELU(dnnl.algorithm.eltwise_relu),
        SIGMOID(dnnl.algorithm.eltwise_logistic);

        private final dnnl.algorithm algorithm;

        Activation(dnnl.algorithm algorithm) {
            this.algorithm = algorithm;
        }
    }

    private Matmul() {}

    /** A factor: [rows, columns], read across where transposed. */
    private record Factor(long rows, long columns, boolean transposed) {

        memory.desc desc() {
            long[] strides = transposed ? new long[] {1, rows} : new long[] {columns, 1};
            return new memory.desc(new long[] {rows, columns}, Types.of(DataType.FLOAT), strides);
        }
    }

    /**
     * So many matrices [rows, columns], one behind the other.
     *
     * @param pitch floats from row to row, at least the columns
     */
    record Matrices(long count, long rows, long columns, long pitch) {

        memory.desc desc() {
            return desc(rows, columns, pitch, 1);
        }

        private memory.desc transposed() {
            return desc(columns, rows, 1, pitch);
        }

        private memory.desc desc(long down, long across, long stepDown, long stepAcross) {
            long[] strides = {rows * pitch, stepDown, stepAcross};
            return new memory.desc(new long[] {count, down, across}, Types.of(DataType.FLOAT), strides);
        }
    }

    /** Arguments: two factors and their products. */
    private record Products(Matrices a, Matrices b, Matrices results, Form form) implements Recipe<Primitive> {

        private enum Form {
            PLAIN,
            FIRST_TRANSPOSED,
            FIRST_TRANSPOSED_AND_ADDED
        }

        @Override
        public Primitive compile() {
            primitive_attr attributes = Primitive.attributes();
            if (form == Form.FIRST_TRANSPOSED_AND_ADDED) {
                post_ops after = new post_ops();
                after.append_sum();
                attributes.set_post_ops(after);
            }
            memory.desc first = form == Form.PLAIN ? a.desc() : a.transposed();
            matmul.desc desc = new matmul.desc(first, b.desc(), results.desc());
            matmul.primitive_desc description = new matmul.primitive_desc(desc, attributes, OneDnn.engine());
            return new Primitive(
                    new matmul(description),
                    description,
                    argument(DNNL_ARG_SRC, first),
                    argument(DNNL_ARG_WEIGHTS, b.desc()),
                    argument(DNNL_ARG_DST, results.desc()));
        }
    }

    private record Product(Factor a, Factor b, boolean bias, Activation activation) implements Recipe<Primitive> {

        @Override
        public Primitive compile() {
            primitive_attr attributes = Primitive.attributes();
            if (activation != Activation.NONE) {
                post_ops after = new post_ops();
                after.append_eltwise(1f, activation.algorithm, 0f, 0f);
                attributes.set_post_ops(after);
            }
            memory.desc result = Types.plain(DataType.FLOAT, a.rows(), b.columns());
            memory.desc row = Types.plain(DataType.FLOAT, 1, b.columns());
            matmul.desc desc = bias
                    ? new matmul.desc(a.desc(), b.desc(), row, result)
                    : new matmul.desc(a.desc(), b.desc(), result);
            matmul.primitive_desc description = new matmul.primitive_desc(desc, attributes, OneDnn.engine());
            Primitive.Argument[] three = {
                argument(DNNL_ARG_SRC, a.desc()), argument(DNNL_ARG_WEIGHTS, b.desc()), argument(DNNL_ARG_DST, result)
            };
            Primitive.Argument[] four = {three[0], three[1], three[2], argument(DNNL_ARG_BIAS, row)};
            return new Primitive(new matmul(description), description, bias ? four : three);
        }
    }

    /** y ← f(x·Wᵀ + b): [N,I], [O,I], [O] → [N,O]. */
    static void linear(INDArray x, INDArray weights, INDArray bias, Activation activation, INDArray y) {
        Factor a = new Factor(x.size(0), x.size(1), false);
        Factor b = new Factor(weights.size(1), weights.size(0), true);
        Primitives.get(new Product(a, b, true, activation))
                .run(address(x), address(weights), address(y), address(bias));
    }

    /** dx ← dy·W. */
    static void linearGradient(INDArray dy, INDArray weights, INDArray dx) {
        Factor a = new Factor(dy.size(0), dy.size(1), false);
        Factor b = new Factor(weights.size(0), weights.size(1), false);
        Primitives.get(new Product(a, b, false, Activation.NONE)).run(address(dy), address(weights), address(dx));
    }

    /** dW ← dyᵀ·x. */
    static void weightsGradient(INDArray dy, INDArray x, INDArray dw) {
        Factor a = new Factor(dy.size(1), dy.size(0), true);
        Factor b = new Factor(x.size(0), x.size(1), false);
        Primitives.get(new Product(a, b, false, Activation.NONE)).run(address(dy), address(x), address(dw));
    }

    /** c ← a·b, each by itself. */
    static void products(Matrices ofA, Matrices ofB, Matrices ofC, Pointer a, Pointer b, Pointer c) {
        Primitives.get(new Products(ofA, ofB, ofC, Products.Form.PLAIN)).run(a, b, c);
    }

    /** c ← aᵀ·b, or c ← c + aᵀ·b, each by itself. */
    static void transposedProducts(
            Matrices ofA, Matrices ofB, Matrices ofC, boolean add, Pointer a, Pointer b, Pointer c) {
        Products.Form form = add ? Products.Form.FIRST_TRANSPOSED_AND_ADDED : Products.Form.FIRST_TRANSPOSED;
        Primitives.get(new Products(ofA, ofB, ofC, form)).run(a, b, c);
    }
}
