package org.tresnet4j.benchmarks.worker;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import picocli.CommandLine.Option;

/** What the steps of all networks have in common. */
final class StepOptions {

    static final int CLASSES = 1000;
    static final int CHANNELS = 3;

    /** So small that random labels lead nowhere. */
    static final double LEARNING_RATE = 1e-6;

    static final double MOMENTUM = 0.9;

    @Option(names = "--mode", required = true)
    private Mode mode;

    @Option(names = "--batch", required = true)
    private int batch;

    @Option(names = "--size", required = true)
    private int size;

    Mode mode() {
        return mode;
    }

    int batch() {
        return batch;
    }

    int size() {
        return size;
    }

    /** [N,3,S,S] in [0,1]. */
    INDArray images() {
        return Nd4j.rand(DataType.FLOAT, batch, CHANNELS, size, size);
    }

    /** Random images, of class after class. */
    MultiDataSet data() {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, CLASSES);
        IntStream.range(0, batch).forEach(i -> labels.putScalar(i, i % CLASSES, 1));
        return new MultiDataSet(images(), labels);
    }

    /** SGD with momentum for DL4J's networks. */
    Nesterovs updater() {
        return new Nesterovs(LEARNING_RATE, MOMENTUM);
    }
}
