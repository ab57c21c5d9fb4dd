package org.tresnet4j.runner.spi;

import java.util.Iterator;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Batches that are made in the background; closing stops the making. A failure there is thrown by {@code next()}. */
public interface BatchStream extends Iterator<MultiDataSet>, AutoCloseable {

    @Override
    void close();
}
