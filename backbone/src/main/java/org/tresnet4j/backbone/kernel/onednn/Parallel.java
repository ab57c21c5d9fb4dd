package org.tresnet4j.backbone.kernel.onednn;

import com.google.common.base.Throwables;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Loops in Java whose turns do not depend on one another, on as many threads as oneDNN computes with. A loop inside of a turn
 * stays on that turn's thread.
 */
final class Parallel {

    private static final Team TEAM = Team.best();

    private static final ThreadLocal<Boolean> IN_TURN = ThreadLocal.withInitial(() -> false);

    private Parallel() {}

    interface Body {
        /**
         * @param lane below {@link Primitives#threads()}; at any time no other turn of the loop has the same
         */
        void accept(int turn, int lane);
    }

    /** Whether a turn may call oneDNN, which then computes on that turn's thread alone: otherwise it has threads of its own. */
    static boolean turnsMayComputeWithOneDnn() {
        return TEAM.isOneDnns() || Primitives.threads() == 1;
    }

    /**
     * Calls the body with 0, 1, …, turns − 1, in any order; throws what the body throws.
     *
     * @param body plain Java, or with oneDNN where {@link #turnsMayComputeWithOneDnn}
     */
    static void loop(int turns, IntConsumer body) {
        loop(turns, (turn, lane) -> body.accept(turn));
    }

    static void loop(int turns, Body body) {
        loop(turns, body, TEAM);
    }

    static void loop(int turns, Body body, Team team) {
        int threads = Primitives.threads();
        if (threads <= 1 || turns <= 1 || IN_TURN.get()) {
            for (int turn = 0; turn < turns; turn++) {
                body.accept(turn, 0);
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
        private final Body body;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger lanes = new AtomicInteger();
        private final CountDownLatch unfinished;
        private volatile Throwable failure;

        Loop(int turns, Body body) {
            this.turns = turns;
            this.body = body;
            this.unfinished = new CountDownLatch(turns);
        }

        @Override
        public void run() {
            int turn = next.getAndIncrement();
            if (turn >= turns) {
                return;
            }
            int lane = lanes.getAndIncrement();
            IN_TURN.set(true);
            for (; turn < turns; turn = next.getAndIncrement()) {
                try {
                    body.accept(turn, lane);
                } catch (Throwable e) {
                    failure = e;
                } finally {
                    unfinished.countDown();
                }
            }
            IN_TURN.set(false);
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
