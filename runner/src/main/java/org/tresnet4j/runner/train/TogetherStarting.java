package org.tresnet4j.runner.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.parallelism.factory.DefaultTrainerContext;
import org.deeplearning4j.parallelism.trainer.DefaultTrainer;
import org.deeplearning4j.parallelism.trainer.Trainer;

/**
 * Workers that begin once all of them have their copy. DL4J's own copy the first worker's network whenever they are
 * ready, when that may already be a step further.
 */
final class TogetherStarting extends DefaultTrainerContext {

    private static final long SECONDS = 600;

    private final CountDownLatch copied;

    TogetherStarting(int workers) {
        this.copied = new CountDownLatch(workers);
    }

    @Override
    public Trainer create(
            String uuid,
            int number,
            Model model,
            int rootDevice,
            boolean multiDataSets,
            ParallelWrapper wrapper,
            WorkspaceMode mode,
            int averagingFrequency) {
        return new Worker(copied, uuid, number, model, multiDataSets, wrapper, mode, averagingFrequency);
    }

    private static final class Worker extends DefaultTrainer {

        private final CountDownLatch copied;

        Worker(
                CountDownLatch copied,
                String wrapperId,
                int number,
                Model model,
                boolean multiDataSets,
                ParallelWrapper wrapper,
                WorkspaceMode mode,
                int frequency) {
            this.copied = copied;
            this.originalModel = model;
            this.replicatedModel = model;
            this.threadId = number;
            this.parallelWrapper = wrapper;
            this.workspaceMode = mode;
            this.useMDS = multiDataSets;
            this.uuid = wrapperId + "_thread_" + number;
            this.averagingFrequency = frequency;
            setName("tresnet4j-worker-" + number);
            setDaemon(true);
        }

        /** Between copying and the first step. */
        @Override
        protected void postInit() {
            super.postInit();
            copied.countDown();
            try {
                if (!copied.await(SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(
                            "a worker has no copy of the network after " + SECONDS + " s; see its error above");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the workers copy the network", e);
            }
        }
    }
}
