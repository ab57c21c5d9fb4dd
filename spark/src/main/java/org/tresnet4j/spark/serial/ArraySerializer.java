package org.tresnet4j.spark.serial;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays of floats in blocks; others as ND4J writes them. */
public final class ArraySerializer extends Serializer<INDArray> {

    /** Floats at a time. */
    private static final int BLOCK = 1 << 16;

    private static final char ORDER = 'c';

    @Override
    public void write(Kryo kryo, Output out, INDArray array) {
        boolean floats = array.dataType() == DataType.FLOAT && array.length() <= Integer.MAX_VALUE;
        out.writeBoolean(floats);
        if (floats) {
            writeFloats(out, array);
        } else {
            writeOther(out, array);
        }
    }

    private static void writeFloats(Output out, INDArray array) {
        INDArray whole = array.isView() || array.ordering() != ORDER ? array.dup(ORDER) : array;
        long[] shape = whole.shape();
        out.writeInt(shape.length);
        out.writeLongs(shape);
        int length = Math.toIntExact(whole.length());
        FloatBuffer values = whole.data().asNioFloat();
        ByteBuffer block = block(length);
        for (int from = 0; from < length; from += BLOCK) {
            int count = Math.min(BLOCK, length - from);
            block.asFloatBuffer().put(0, values, from, count);
            out.writeBytes(block.array(), 0, count * Float.BYTES);
        }
        // ND4J frees an array that nothing can reach any more, whoever is still reading its memory
        Reference.reachabilityFence(whole);
    }

    private static ByteBuffer block(int length) {
        return ByteBuffer.allocate(Math.min(BLOCK, length) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void writeOther(Output out, INDArray array) {
        try {
            byte[] bytes = Nd4j.toByteArray(array);
            out.writeInt(bytes.length);
            out.writeBytes(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public INDArray read(Kryo kryo, Input in, Class<INDArray> type) {
        if (!in.readBoolean()) {
            return Nd4j.fromByteArray(in.readBytes(in.readInt()));
        }
        long[] shape = in.readLongs(in.readInt());
        INDArray array = Nd4j.createUninitialized(DataType.FLOAT, shape, ORDER);
        int length = Math.toIntExact(array.length());
        FloatBuffer values = array.data().asNioFloat();
        ByteBuffer block = block(length);
        for (int from = 0; from < length; from += BLOCK) {
            int count = Math.min(BLOCK, length - from);
            in.readBytes(block.array(), 0, count * Float.BYTES);
            values.put(from, block.asFloatBuffer(), 0, count);
        }
        Reference.reachabilityFence(array);
        return array;
    }
}
