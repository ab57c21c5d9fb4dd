package org.tresnet4j.benchmarks.worker;

/** DJL reads its settings from system properties when the engine is first used. */
final class DjlThreads {

    static final String ENGINE = "PyTorch";

    private DjlThreads() {}

    /** Has to come before anything else of DJL. */
    static void set(int threads) {
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    }
}
