package org.tresnet4j.backbone.kernel.onednn;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that run the same task at the same time. */
interface Team {

    /**
     * Runs the task on so many threads at most, the caller's among them, and may come back before the others have begun.
     *
     * @param task that throws nothing and may be run by any number of threads, also long after
     */
    void run(Runnable task, int threads);

    /** Whether oneDNN computes with the same threads, and with one alone where one of them calls it. */
    boolean isOneDnns();

    /** The threads that oneDNN computes with where they can be had, otherwise threads of Java. */
    static Team best() {
        try {
            return OpenMpTeam.load();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Error e) {
            // no libgomp, no JNA, or one with a native library of another version, which is a plain Error
            Logger log = LoggerFactory.getLogger(Team.class);
            log.info("loops in Java do not share oneDNN's threads and are slower for it: {}", e.toString());
            return new PoolTeam();
        }
    }
}
