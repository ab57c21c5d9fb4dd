package org.tresnet4j.backbone;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Numbers that any language can reproduce: SplitMix64 of crc32(name)·2³² + index, in [-1,1). */
public final class Hashed {

    private Hashed() {}

    public static double[] numbers(String name, int count) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            long z = (crc.getValue() << 32) + i;
            z += 0x9E3779B97F4A7C15L;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            z = z ^ (z >>> 31);
            numbers[i] = (z >>> 11) / (double) (1L << 53) * 2 - 1;
        }
        return numbers;
    }

    /** As the reference does it: rounded to float, then to the type asked for. */
    public static INDArray array(DataType type, String name, double scale, double shift, long... shape) {
        int count = 1;
        for (long side : shape) {
            count *= (int) side;
        }
        double[] numbers = numbers(name, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (numbers[i] * scale + shift);
        }
        return Nd4j.create(numbers, shape, type);
    }
}
