package org.tresnet4j.runner.spi;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Batches that are made in the background; closing stops the making. A failure there is thrown by {@code next()}. */
public interface BatchStream extends Iterator<MultiDataSet>, AutoCloseable {

    /** The number within its epoch of the batch that comes next, counting those that were left out as unreadable. */
    int position();

    @Override
    void close();

    /**
     * Batches that are made when they are asked for.
     *
     * @param first number of the first one
     * @param end number after the last one
     * @param maker makes the batch of a number
     */
    static BatchStream of(int first, int end, IntFunction<MultiDataSet> maker) {
        return new BatchStream() {
            private int next = first;

            @Override
            public boolean hasNext() {
                return next < end;
            }

            @Override
            public MultiDataSet next() {
                if (next >= end) {
                    throw new NoSuchElementException("there are " + end + " batches");
                }
                return maker.apply(next++);
            }

            @Override
            public int position() {
                return next;
            }

            @Override
            public void close() {}
        };
    }
}
