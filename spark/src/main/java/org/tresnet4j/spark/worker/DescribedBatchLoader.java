package org.tresnet4j.spark.worker;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.tresnet4j.runner.spi.TaskException;

/**
 * Makes batches where they are trained on. While a network learns from one its successor is made; DL4J's own prefetching
 * is not used, for it can wait for ever after a failure. For one thread, as each of Spark's tasks has a copy.
 */
public final class DescribedBatchLoader implements MultiDataSetLoader {

    private static final long serialVersionUID = 1L;

    private final WorkerTask work;
    private transient String expected;
    private transient FutureTask<MultiDataSet> ahead;

    public DescribedBatchLoader(WorkerTask work) {
        this.work = work;
    }

    @Override
    public MultiDataSet load(Source source) {
        Descriptor descriptor = Descriptor.parse(source.getPath());
        return WorkerTask.naming(() -> {
            MultiDataSet batch = descriptor.batch().equals(expected) ? awaited() : make(descriptor.batch());
            descriptor.next().ifPresent(this::begin);
            return batch;
        });
    }

    private MultiDataSet make(String description) {
        return work.task().batch(description, work.files());
    }

    private void begin(String description) {
        expected = description;
        ahead = new FutureTask<>(() -> make(description));
        Thread thread = new Thread(ahead, "tresnet4j-next-batch");
        thread.setDaemon(true);
        thread.start();
    }

    private MultiDataSet awaited() {
        try {
            return ahead.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TaskException("stopped while waiting for a batch", e);
        } catch (ExecutionException e) {
            throw new TaskException(e.getCause().getMessage(), e.getCause());
        }
    }
}
