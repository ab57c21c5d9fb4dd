package org.tresnet4j.tasks;

import java.util.List;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tresnet4j.datasets.batch.BatchIterator;
import org.tresnet4j.datasets.image.ImageException;
import org.tresnet4j.runner.spi.BatchStream;

/** A loader's batches for the runner; says at the end which images were left out. */
public record LoadedBatches(BatchIterator batches) implements BatchStream {

    private static final Logger LOG = LoggerFactory.getLogger(LoadedBatches.class);

    @Override
    public boolean hasNext() {
        return batches.hasNext();
    }

    @Override
    public MultiDataSet next() {
        return batches.next();
    }

    @Override
    public int position() {
        return batches.position();
    }

    @Override
    public void close() {
        List<ImageException> skipped = batches.skipped();
        batches.close();
        if (!skipped.isEmpty()) {
            LOG.warn(
                    "{} images skipped: {}",
                    skipped.size(),
                    skipped.stream().map(ImageException::getMessage).toList());
        }
    }
}
