package org.tresnet4j.runner.spi;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * A task whose batches and predictions can be made by other processes than the one that trains. Those get descriptions,
 * each a text of some kilobytes that says everything about a batch but its pixels: they read no annotations, and hold no
 * more of them than those of the batch at hand. The task there is made with the class names of the task here.
 */
public interface DistributedTask extends TrainingTask {

    /** The folder that the files in descriptions are relative to. */
    Path root();

    /** Images in a training batch; the only batch of an epoch may have fewer. */
    int batchSize();

    /**
     * Descriptions of the batches of {@link #batches}, in their order.
     *
     * @param epoch counted from 0
     */
    List<String> describeBatches(int epoch);

    /**
     * Makes a described batch, to the bit the one of {@link #batches}; but the places of skipped images are taken by
     * others of the batch, so that its size stays.
     *
     * @throws RuntimeException if a file cannot be read, or none of the images can
     */
    MultiDataSet batch(String description, FileSource files);

    /** Descriptions of the batches that {@link #evaluate} predicts, in their order. */
    List<String> describeEvaluation(String split);

    /**
     * What the network says about described batches of an evaluation.
     *
     * @param descriptions neighbours in {@link #describeEvaluation}, at least one
     * @return for {@link #measure}
     */
    Serializable predictions(ComputationGraph network, List<String> descriptions, FileSource files);

    /**
     * Measures a split; equal to {@link #evaluate}.
     *
     * @param predictions for all of {@link #describeEvaluation}, in its order
     */
    Evaluation measure(String split, List<Serializable> predictions);
}
