package org.tresnet4j.backbone.layer;

import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.GaussianDistribution;
import org.nd4j.linalg.api.ops.random.impl.UniformDistribution;
import org.nd4j.linalg.factory.Nd4j;

/** Initial values of parameters. */
public final class Initial {

    private Initial() {}

    /** The same value everywhere. */
    public static Consumer<INDArray> constant(double value) {
        return parameter -> parameter.assign(value);
    }

    /** Kaiming normal, fan-out (1502.01852): N(0, √(2/(outputs·k²))). */
    public static Consumer<INDArray> kaimingFanOut(long outputs, int size) {
        double deviation = Math.sqrt(2.0 / (outputs * size * size));
        return normal(deviation);
    }

    /** N(0, deviation). */
    public static Consumer<INDArray> normal(double deviation) {
        return parameter ->
                Nd4j.getExecutioner().exec(new GaussianDistribution(parameter, 0, deviation), Nd4j.getRandom());
    }

    /** Xavier uniform (Glorot and Bengio 2010): within ±√(6/((inputs+outputs)·k²)). */
    public static Consumer<INDArray> xavier(long inputs, long outputs, int size) {
        return uniform(Math.sqrt(6.0 / ((inputs + outputs) * size * size)));
    }

    /** Uniform within ±bound. */
    public static Consumer<INDArray> uniform(double bound) {
        return parameter ->
                Nd4j.getExecutioner().exec(new UniformDistribution(parameter, -bound, bound), Nd4j.getRandom());
    }
}
