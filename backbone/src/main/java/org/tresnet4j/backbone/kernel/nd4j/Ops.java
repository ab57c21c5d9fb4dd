package org.tresnet4j.backbone.kernel.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.reduce3.Dot;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.transforms.custom.Max;
import org.nd4j.linalg.api.ops.impl.transforms.custom.Min;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.kernel.Memory;

/** The native operations that the kernels are made of: those that are fast in ND4J, under their own names. */
final class Ops {

    private Ops() {}

    static void run(String name, INDArray[] inputs, INDArray[] outputs, int... arguments) {
        Nd4j.exec(DynamicCustomOp.builder(name)
                .addInputs(inputs)
                .addOutputs(outputs)
                .addIntegerArguments(arguments)
                .build());
    }

    static INDArray[] of(INDArray... arrays) {
        return arrays;
    }

    /** z ← x·factor, the factor being broadcast, e.g. [1,C,1,1] or [N,C,1,1]. */
    static void multiply(INDArray x, INDArray factor, INDArray z) {
        run("multiply", of(x, factor), of(z));
    }

    /** x ← x + shift[c]. */
    static void addToChannels(INDArray x, INDArray shift) {
        Nd4j.exec(DynamicCustomOp.builder("biasadd")
                .addInputs(x, shift)
                .addOutputs(x)
                .addBooleanArguments(true)
                .build());
    }

    static void multiply(INDArray x, double factor, INDArray z) {
        Nd4j.exec(new ScalarMultiplication(x, null, z, factor));
    }

    static void maximum(INDArray x, double bound, INDArray z) {
        Nd4j.exec(new ScalarMax(x, null, z, bound));
    }

    static void maximum(INDArray a, INDArray b, INDArray z) {
        Nd4j.exec(new Max(a, b, z));
    }

    static void minimum(INDArray a, INDArray b, INDArray z) {
        Nd4j.exec(new Min(a, b, z));
    }

    static void sign(INDArray x, INDArray z) {
        Nd4j.exec(new Sign(x, z));
    }

    static void copy(INDArray from, INDArray to) {
        run("assign", of(to, from), of(to));
    }

    /** The same values in plain layout; the same array where it is so already. */
    static INDArray dense(INDArray maps, Memory memory) {
        if (maps.ordering() == 'c' && maps.elementWiseStride() == 1) {
            return maps;
        }
        INDArray dense = memory.scratch(maps.dataType(), maps.shape());
        dense.assign(maps);
        return dense;
    }

    /** The mean of every map: [N,C,H,W] → z [N,C,1,1]. Pooling over the whole map is the fastest reduction there is. */
    static void mapMeans(INDArray x, INDArray z) {
        run("avgpool2d", of(x), of(z), poolArguments((int) x.size(2), (int) x.size(3)));
    }

    /** The arguments of a pooling whose only window is the whole map. */
    static int[] poolArguments(int height, int width) {
        int includePadding = 1;
        return new int[] {height, width, height, width, 0, 0, 1, 1, 0, includePadding, 0};
    }

    /** The products of equal maps, summed over each: [N,C,H,W] twice → [N,C]. */
    static INDArray mapDots(INDArray a, INDArray b) {
        long maps = a.size(0) * a.size(1);
        long pixels = a.size(2) * a.size(3);
        return Nd4j.getExecutioner()
                .exec(new Dot(a.reshape(maps, pixels), b.reshape(maps, pixels), false, 1))
                .reshape(a.size(0), a.size(1));
    }

    static INDArray channels(INDArray vector) {
        return vector.reshape(1, vector.length(), 1, 1);
    }
}
