package org.tresnet4j.runner.checkpoint;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes arrays byte for byte as {@code Nd4j.write} does, but floats in blocks: one at a time, as there, they take
 * seconds for a network of ordinary size.
 */
final class ArrayOutput {

    private static final int BLOCK = 1 << 18;

    private ArrayOutput() {}

    /** Leaves the stream open. */
    static void write(INDArray array, OutputStream stream) throws IOException {
        INDArray whole = array.isView() ? array.dup() : array;
        DataBuffer data = whole.data();
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stream, BLOCK));
        if (whole.dataType() == DataType.FLOAT && data.length() * Float.BYTES <= Integer.MAX_VALUE) {
            whole.shapeInfoDataBuffer().write(out);
            out.writeUTF(data.allocationMode().name());
            out.writeLong(data.length());
            out.writeUTF(data.dataType().name());
            Nd4j.getAffinityManager().ensureLocation(whole, AffinityManager.Location.HOST);
            floats(data.asNioFloat(), Math.toIntExact(data.length()), out);
            // ND4J frees an array that nothing can reach any more, whoever is still reading its memory
            Reference.reachabilityFence(whole);
        } else {
            Nd4j.write(whole, out);
        }
        out.flush();
    }

    private static void floats(FloatBuffer values, int count, OutputStream out) throws IOException {
        byte[] bytes = new byte[BLOCK * Float.BYTES];
        ByteBuffer block = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
        for (int from = 0; from < count; from += BLOCK) {
            int length = Math.min(BLOCK, count - from);
            block.asFloatBuffer().put(0, values, from, length);
            out.write(bytes, 0, length * Float.BYTES);
        }
    }
}
