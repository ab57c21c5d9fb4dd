package org.tresnet4j.backbone.kernel.onednn;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads of Java. */
final class PoolTeam implements Team {

    private static final Logger LOG = LoggerFactory.getLogger(PoolTeam.class);

    private final ExecutorService helpers = Executors.newCachedThreadPool(new ThreadFactoryBuilder()
            .setNameFormat("tresnet4j-kernel-%d")
            .setDaemon(true)
            .build());

    @Override
    public boolean isOneDnns() {
        return false;
    }

    @Override
    public void run(Runnable task, int threads) {
        try {
            for (int helper = 1; helper < threads; helper++) {
                helpers.execute(task);
            }
        } catch (OutOfMemoryError e) {
            // no further thread is to be had: those that are there, the caller among them, do all
            LOG.debug("no thread for a helper: {}", e.getMessage());
        }
        task.run();
    }
}
