package org.tresnet4j.datasets.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tresnet4j.datasets.image.ImageException;

/**
 * The batches of one epoch, from {@link BatchLoader#epoch}. Used by one thread; close it from any.
 *
 * <p>Threads take the pictures one by one in the order of the epoch, at most the prefetch's number of batches ahead of the
 * one delivered last. They end with the epoch, at a failure, or on {@link #close()}.
 */
public final class BatchIterator implements Iterator<MultiDataSet>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BatchIterator.class);
    private static final long CLOSE_SECONDS = 10;

    private final Recipe recipe;
    private final int epoch;
    private final int[] examples;
    private final int batchSize;
    private final int prefetch;
    private final PendingBatch[] batches;
    private final List<Thread> threads = new ArrayList<>();
    private final List<ImageException> skipped = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition batchDone = lock.newCondition();
    private final Condition roomAhead = lock.newCondition();
    private int nextPlace;
    private int delivered;
    private boolean closed;

    /**
     * @param examples the epoch's indices into the dataset, in its order
     * @param first the number of the batch to begin with
     */
    BatchIterator(Recipe recipe, int epoch, int[] examples, int first, int batchSize, int threadCount, int prefetch) {
        this.recipe = recipe;
        this.epoch = epoch;
        this.examples = examples;
        this.batchSize = batchSize;
        this.prefetch = prefetch;
        this.batches = new PendingBatch[(examples.length + batchSize - 1) / batchSize];
        this.delivered = Math.min(first, batches.length);
        this.nextPlace = Math.min(delivered * batchSize, examples.length);
        for (int n = 0; n < threadCount; n++) {
            Thread thread = new Thread(this::work, "tresnet4j-loader-" + n);
            thread.setDaemon(true);
            threads.add(thread);
        }
        try {
            threads.forEach(Thread::start);
        } catch (OutOfMemoryError e) {
            // the system has no more threads to give; those that did start must not stay
            close();
            throw e;
        }
    }

    /** One thread's life: claim the next place, load it, until there is none. */
    private void work() {
        while (true) {
            int place;
            PendingBatch batch;
            lock.lock();
            try {
                while (!closed && nextPlace < examples.length && nextPlace / batchSize - delivered >= prefetch) {
                    roomAhead.await();
                }
                if (closed || nextPlace == examples.length) {
                    return;
                }
                place = nextPlace++;
                batch = claimed(place / batchSize);
            } catch (InterruptedException e) {
                return; // close() is the only one who knows this thread
            } finally {
                lock.unlock();
            }
            batch.fill(place % batchSize);
            if (batch.done()) {
                lock.lock();
                try {
                    batchDone.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    private PendingBatch claimed(int number) {
        if (batches[number] == null) {
            int from = number * batchSize;
            int to = Math.min(from + batchSize, examples.length);
            batches[number] = new PendingBatch(Arrays.copyOfRange(examples, from, to), epoch, recipe);
        }
        return batches[number];
    }

    /**
     * Whether {@link #next()} has something to deliver or to throw. Waits for the next batch, for it may turn out to have
     * lost all its images.
     *
     * @throws LoadingException if the waiting thread is interrupted, as for {@link #next()}
     */
    @Override
    public boolean hasNext() {
        lock.lock();
        try {
            while (!closed && delivered < batches.length) {
                PendingBatch batch = awaited(delivered);
                if (batch == null) {
                    return false;
                }
                if (batch.batch() != null || batch.failure() != null) {
                    return true;
                }
                deliver(batch);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the next batch.
     *
     * @throws LoadingException if it could not be made, naming the picture, with the original failure as its cause; or if
     *     the waiting thread is interrupted, which stays flagged. Either way the iterator is then closed
     * @throws NoSuchElementException at the end of the epoch or after closing
     */
    @Override
    public MultiDataSet next() {
        if (!hasNext()) {
            throw new NoSuchElementException("Epoch " + epoch + " has no further batch");
        }
        PendingBatch batch;
        lock.lock();
        try {
            batch = batches[delivered];
            if (closed || batch == null) {
                throw new NoSuchElementException("Epoch " + epoch + " has been closed");
            }
            deliver(batch);
        } finally {
            lock.unlock();
        }
        if (batch.failure() != null) {
            close();
            throw batch.failure();
        }
        return batch.batch();
    }

    /** The batch when it is done; null if closed meanwhile. Holds the lock. */
    private PendingBatch awaited(int number) {
        try {
            while (!closed && (batches[number] == null || !batches[number].done())) {
                batchDone.await();
            }
            return closed ? null : batches[number];
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new LoadingException("Interrupted while waiting for batch " + number + " of epoch " + epoch, e);
        }
    }

    /** The number within the epoch of the batch that comes next; batches that lost all their images count. */
    public int position() {
        lock.lock();
        try {
            return delivered;
        } finally {
            lock.unlock();
        }
    }

    /** Counts the batch out and makes room for another. Holds the lock. */
    private void deliver(PendingBatch batch) {
        skipped.addAll(batch.skipped());
        batches[delivered] = null;
        delivered++;
        roomAhead.signalAll();
    }

    /**
     * The images left out of the batches delivered so far, each with its file and the reason, in the order of the epoch.
     * Empty unless corrupt images are skipped.
     */
    public List<ImageException> skipped() {
        lock.lock();
        try {
            return List.copyOf(skipped);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Stops the threads and waits for them: each finishes the picture it is at, at most. Does nothing at the end of an epoch
     * or the second time. Returns at once, with the threads still ending, if the caller is interrupted.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            roomAhead.signalAll();
            batchDone.signalAll();
        } finally {
            lock.unlock();
        }
        threads.forEach(Thread::interrupt);
        awaitThreads();
        lock.lock();
        try {
            for (int number = delivered; number < batches.length && batches[number] != null; number++) {
                batches[number].abandon();
                batches[number] = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitThreads() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        try {
            for (Thread thread : threads) {
                // at least a millisecond: 0 would mean for ever
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                thread.join(Math.max(left, 1));
                if (thread.isAlive()) {
                    LOG.warn("{} is still busy {} s after it was told to stop", thread.getName(), CLOSE_SECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
