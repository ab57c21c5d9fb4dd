package org.tresnet4j.backbone.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Numbers of a file as they are stored there: a window on bytes that several tensors may share. Nothing is converted
 * before it is asked for.
 */
public final class Tensor {

    private final ElementType type;
    private final long[] shape;
    private final long[] strides;
    private final long offset;
    private final ByteBuffer storage;

    private Tensor(ElementType type, long[] shape, long[] strides, long offset, ByteBuffer storage) {
        this.type = type;
        this.shape = shape;
        this.strides = strides;
        this.offset = offset;
        this.storage = storage;
    }

    /**
     * A window on a storage.
     *
     * @param strides steps from one number to the next in each dimension, in numbers
     * @param offset of the first number, in numbers
     * @param storage little-endian bytes from position 0 on
     * @throws IllegalArgumentException saying why, if the window does not lie within the storage
     */
    static Tensor strided(ElementType type, long[] shape, long[] strides, long offset, ByteBuffer storage) {
        ByteBuffer bytes = storage.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        Layout.requireWithin(shape, strides, offset, bytes.limit() / type.size());
        // where nothing is, no byte can be said to be
        long begin = Layout.length(shape) == 0 ? 0 : offset;
        return new Tensor(type, shape.clone(), strides.clone(), begin, bytes);
    }

    /** The numbers of a storage in row-major order, all of them. */
    static Tensor contiguous(ElementType type, long[] shape, ByteBuffer storage) {
        return strided(type, shape, Layout.rowMajor(shape), 0, storage);
    }

    /** As float32 numbers in row-major order; the array is kept. */
    static Tensor of(float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return contiguous(ElementType.FLOAT32, shape, bytes);
    }

    /** The numbers of an array: float32, of a double one float64. */
    static Tensor of(INDArray array) {
        INDArray rows = array.dup('c');
        long[] shape = array.shape();
        if (array.dataType() != DataType.DOUBLE) {
            return of(rows.reshape(rows.length()).castTo(DataType.FLOAT).toFloatVector(), shape);
        }
        double[] values = rows.reshape(rows.length()).toDoubleVector();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return contiguous(ElementType.FLOAT64, shape, bytes);
    }

    /** How the numbers are stored. */
    public ElementType type() {
        return type;
    }

    /** The sides; none for a single number. */
    public long[] shape() {
        return shape.clone();
    }

    /** How many numbers. */
    public int length() {
        return Math.toIntExact(Layout.length(shape));
    }

    boolean hasShape(long... other) {
        return Arrays.equals(shape, other);
    }

    /** The numbers in row-major order as floats. */
    public float[] toFloats() {
        float[] values = new float[length()];
        if (type == ElementType.FLOAT32 && isContiguous()) {
            // not one by one: bits that are no number stay what they are
            storage.duplicate()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(byteAt(offset))
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            return values;
        }
        Layout.Walk walk = new Layout.Walk(shape, strides, offset);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) type.read(storage, byteAt(walk.next()));
        }
        return values;
    }

    /** The numbers in row-major order as doubles. */
    public double[] toDoubles() {
        double[] values = new double[length()];
        Layout.Walk walk = new Layout.Walk(shape, strides, offset);
        for (int i = 0; i < values.length; i++) {
            values[i] = type.read(storage, byteAt(walk.next()));
        }
        return values;
    }

    /** A new array of that type, float or double, in this shape. */
    INDArray toArray(DataType wanted) {
        return wanted == DataType.DOUBLE
                ? Nd4j.create(toDoubles(), shape, DataType.DOUBLE)
                : Nd4j.create(toFloats(), shape, 'c').castTo(wanted);
    }

    /** The numbers in row-major order as they are stored: little-endian. */
    ByteBuffer toBytes() {
        int bytes = Math.multiplyExact(length(), type.size());
        if (isContiguous()) {
            return storage.duplicate().position(byteAt(offset)).limit(byteAt(offset) + bytes);
        }
        ByteBuffer rows = ByteBuffer.allocate(bytes);
        Layout.Walk walk = new Layout.Walk(shape, strides, offset);
        for (int i = 0; i < length(); i++) {
            rows.put(i * type.size(), storage, byteAt(walk.next()), type.size());
        }
        return rows;
    }

    private boolean isContiguous() {
        return length() == 0 || Layout.isRowMajor(shape, strides);
    }

    private int byteAt(long index) {
        return Math.toIntExact(index * type.size());
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}
