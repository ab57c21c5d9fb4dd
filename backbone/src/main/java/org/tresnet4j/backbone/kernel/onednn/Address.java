package org.tresnet4j.backbone.kernel.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where an array's memory begins. Whoever holds the address keeps the memory: ND4J frees it once the array cannot be
 * reached, and compiled code forgets a variable at its last use, however long native code reads there.
 */
final class Address extends Pointer {

    /** A buffer of Java has at most 2³¹ bytes. */
    static final int MOST_FLOATS = Integer.MAX_VALUE / Float.BYTES;

    private final transient INDArray owner;

    private Address(INDArray owner, long address) {
        this.owner = owner;
        this.address = address;
    }

    static Address of(INDArray array) {
        return new Address(array, array.data().addressPointer().address());
    }

    /** So many numbers from there on, {@link #MOST_FLOATS} at most; they do not keep the memory. */
    static FloatBuffer floats(Pointer address, long length) {
        return new FloatPointer(address).capacity(length).asBuffer();
    }

    /** So many bytes further on. */
    Address plus(long bytes) {
        return new Address(owner, address + bytes);
    }
}
