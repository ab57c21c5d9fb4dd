package org.tresnet4j.runner.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** One task of one run: a network, the batches it learns from, how it is measured and how it predicts. */
public interface TrainingTask {

    /** The class names in index order: the checkpoint's, or the training set's. */
    List<String> classes();

    /**
     * Builds and initialises the network.
     *
     * @param base carries seed, updater, weight decay and workspace modes; the task adds the graph
     */
    ComputationGraph network(NeuralNetConfiguration.Builder base);

    /** The number of batches in each epoch, at least 1. */
    int batchesPerEpoch();

    /**
     * The batches of one epoch, the same for the same seed and epoch whatever the number of loader threads.
     *
     * @param epoch counted from 0
     * @param firstBatch the number of the batch to begin with, 0 unless an interrupted epoch is taken up again
     */
    BatchStream batches(int epoch, int firstBatch);

    /**
     * Tells the training data from any other: what resuming a run makes sure of. Empty where a task cannot tell.
     *
     * @return a hash of everything that decides what is learnt
     */
    default String dataFingerprint() {
        return "";
    }

    /**
     * Looks, before anything is trained, for what would fail hours later: files that are not there.
     *
     * @throws TaskException naming the first of them
     */
    default void requireData() {}

    /** How a picture becomes the network's input, in words, for those who use the network elsewhere. */
    default String preprocessing() {
        return "";
    }

    /** The parts of the loss of the latest step by name; empty where the loss has only one part. */
    default Map<String, Double> lossComponents(ComputationGraph network) {
        return Map.of();
    }

    /** The names of the splits that {@link #evaluate} takes; the first is the one used during training. */
    List<String> evaluationSplits();

    /**
     * Measures the network on a split.
     *
     * @throws TaskException when the split is not one of {@link #evaluationSplits}
     */
    Evaluation evaluate(ComputationGraph network, String split);

    /**
     * Predicts for image files and writes machine-readable results and annotated pictures.
     *
     * @param images files, in the order of the results
     * @param out an existing folder
     * @throws TaskException unless the task has its own: there is no form of results for every network
     */
    default PredictionReport predict(ComputationGraph network, List<Path> images, Path out) {
        throw new TaskException(getClass().getName() + " has no predictions for files: implement its method predict,"
                + " or use the checkpoint's network from Java");
    }

    /**
     * Pictures of what the network says about a few images of the evaluation split, for the report; none unless the task
     * has its own.
     *
     * @param out an existing folder the pictures are written to
     * @param count at most so many
     */
    default List<Picture> showcase(ComputationGraph network, Path out, int count) {
        return List.of();
    }
}
