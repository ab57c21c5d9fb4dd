package org.tresnet4j.datasets.batch;

import java.util.random.RandomGenerator;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * A change of a batch as a whole. A pure function of the batch and the random numbers, safe for several threads: that is
 * what makes batches the same for any number of them.
 */
@FunctionalInterface
public interface BatchTransform {

    /** Leaves batches as they are. */
    BatchTransform NONE = (batch, random) -> batch;

    /**
     * @param batch taken over: afterwards only the result may be used, which may be the same object
     * @param random the only source of chance
     */
    MultiDataSet apply(MultiDataSet batch, RandomGenerator random);
}
