package org.tresnet4j.backbone.kernel.onednn;

/** Threads that run the same task at the same time. */
interface Team {

    /**
     * Runs the task on at most so many threads, the caller's among them, and may come back before the others have begun.
     *
     * @param task that throws nothing and may be run by any number of threads, also long after
     */
    void run(Runnable task, int threads);
}
