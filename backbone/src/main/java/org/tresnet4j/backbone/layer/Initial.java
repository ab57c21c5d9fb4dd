package org.tresnet4j.backbone.layer;

import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.GaussianDistribution;
import org.nd4j.linalg.factory.Nd4j;

/** Initial values of parameters. */
final class Initial {

    private Initial() {}

    static Consumer<INDArray> constant(double value) {
        return parameter -> parameter.assign(value);
    }

    /** Kaiming normal, fan-out (1502.01852): N(0, √(2/(outputs·k²))). */
    static Consumer<INDArray> kaimingFanOut(long outputs, int size) {
        double deviation = Math.sqrt(2.0 / (outputs * size * size));
        return parameter ->
                Nd4j.getExecutioner().exec(new GaussianDistribution(parameter, 0, deviation), Nd4j.getRandom());
    }
}
