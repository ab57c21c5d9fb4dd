package org.tresnet4j.backbone;

import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** The same batch a number of times. */
public final class RepeatedBatch implements MultiDataSetIterator {

    private static final long serialVersionUID = 1L;

    private final transient MultiDataSet batch;
    private final int times;
    private int next;

    public RepeatedBatch(MultiDataSet batch, int times) {
        this.batch = batch;
        this.times = times;
    }

    @Override
    public boolean hasNext() {
        return next < times;
    }

    @Override
    public MultiDataSet next() {
        next++;
        return batch;
    }

    @Override
    public MultiDataSet next(int number) {
        return next();
    }

    @Override
    public void reset() {
        next = 0;
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
        throw new UnsupportedOperationException("a repeated batch is used as it is");
    }

    @Override
    public MultiDataSetPreProcessor getPreProcessor() {
        return null;
    }
}
