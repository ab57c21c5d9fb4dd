package org.tresnet4j.datasets.batch;

import java.util.List;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.tresnet4j.datasets.transform.Sample;

/** Makes a batch of samples. Called on the loader's threads, several at once. */
@FunctionalInterface
public interface Collator {

    /**
     * @param samples at least one, in the order of the epoch; open, and closed by the caller afterwards
     * @return with arrays of its own: it outlives the samples
     */
    MultiDataSet collate(List<Sample> samples);
}
