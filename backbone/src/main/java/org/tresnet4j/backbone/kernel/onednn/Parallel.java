package org.tresnet4j.backbone.kernel.onednn;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loops in Java whose turns do not depend on one another, on as many threads as oneDNN computes with. */
final class Parallel {

    private static final Logger LOG = LoggerFactory.getLogger(Parallel.class);

    private static final ExecutorService HELPERS = Executors.newCachedThreadPool(new ThreadFactoryBuilder()
            .setNameFormat("tresnet4j-kernel-%d")
            .setDaemon(true)
            .build());

    private Parallel() {}

    /** Calls the body with 0, 1, …, turns − 1, in any order; throws what the body throws. */
    static void loop(int turns, IntConsumer body) {
        int threads = Math.min(Primitives.threads(), turns);
        if (threads <= 1) {
            for (int turn = 0; turn < turns; turn++) {
                body.accept(turn);
            }
            return;
        }
        Loop loop = new Loop(turns, body);
        callHelpers(threads - 1, loop);
        loop.run();
        loop.finish();
    }

    private static void callHelpers(int number, Runnable loop) {
        try {
            for (int helper = 0; helper < number; helper++) {
                HELPERS.execute(loop);
            }
        } catch (OutOfMemoryError e) {
            // no further thread is to be had: those that are there, the caller among them, take all turns
            LOG.debug("no thread for a helper: {}", e.getMessage());
        }
    }

    /** Threads take the next turn when they are done with one: the caller never waits for a helper that has not begun. */
    private static final class Loop implements Runnable {

        private final int turns;
        private final IntConsumer body;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch unfinished;
        private volatile Throwable failure;

        Loop(int turns, IntConsumer body) {
            this.turns = turns;
            this.body = body;
            this.unfinished = new CountDownLatch(turns);
        }

        @Override
        public void run() {
            for (int turn = next.getAndIncrement(); turn < turns; turn = next.getAndIncrement()) {
                try {
                    body.accept(turn);
                } catch (RuntimeException | Error e) {
                    failure = e;
                } finally {
                    unfinished.countDown();
                }
            }
        }

        void finish() {
            boolean interrupted = false;
            while (true) {
                try {
                    unfinished.await();
                    break;
                } catch (InterruptedException e) {
                    // the helpers still write into the caller's memory
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }
}
