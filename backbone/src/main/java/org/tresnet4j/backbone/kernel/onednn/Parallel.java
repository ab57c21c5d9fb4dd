package org.tresnet4j.backbone.kernel.onednn;

import com.google.common.base.Throwables;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Loops in Java whose turns do not depend on one another, on as many threads as oneDNN computes with. */
final class Parallel {

    private static final Team TEAM = Team.best();

    private Parallel() {}

    /**
     * Calls the body with 0, 1, …, turns − 1, in any order; throws what the body throws.
     *
     * @param body plain Java: neither oneDNN nor ND4J would get threads inside of it
     */
    static void loop(int turns, IntConsumer body) {
        loop(turns, body, TEAM);
    }

    static void loop(int turns, IntConsumer body, Team team) {
        int threads = Primitives.threads();
        if (threads <= 1 || turns <= 1) {
            for (int turn = 0; turn < turns; turn++) {
                body.accept(turn);
            }
            return;
        }
        Loop loop = new Loop(turns, body);
        team.run(loop, threads);
        // if the team had no thread to give
        loop.run();
        loop.finish();
    }

    /** Threads take the next turn when they are done with one: nobody's turn waits for a thread that is late. */
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
                } catch (Throwable e) {
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
            if (failure != null) {
                Throwables.throwIfUnchecked(failure);
                throw new IllegalStateException(failure);
            }
        }
    }
}
