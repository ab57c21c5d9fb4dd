package org.tresnet4j.runner.train;

import java.util.Arrays;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Has the garbage of batches collected, in training and in the evaluation loops of tasks. A batch's arrays lie outside
 * the heap and are freed only when Java collects their small handles, which the heap alone would not do for a long
 * time. For one thread.
 */
public final class BatchMemory {

    private static final long BUDGET_BYTES = 1L << 30;

    private final long budget;
    private final Runnable collector;
    private long used;

    public BatchMemory() {
        this(BUDGET_BYTES, System::gc);
    }

    BatchMemory(long budget, Runnable collector) {
        this.budget = budget;
        this.collector = collector;
    }

    /** Counts a batch that is done with; collects when about a gigabyte has come together. */
    public void release(MultiDataSet batch) {
        used += Stream.of(
                        batch.getFeatures(),
                        batch.getLabels(),
                        batch.getFeaturesMaskArrays(),
                        batch.getLabelsMaskArrays())
                .filter(arrays -> arrays != null)
                .flatMap(Arrays::stream)
                .filter(array -> array != null)
                .mapToLong(BatchMemory::bytes)
                .sum();
        if (used >= budget) {
            collector.run();
            used = 0;
        }
    }

    private static long bytes(INDArray array) {
        return array.length() * array.dataType().width();
    }
}
