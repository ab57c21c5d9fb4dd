package org.tresnet4j.benchmarks.worker;

/** What a step is. */
public enum Mode {
    /** Forward, backward and an update by SGD with momentum, on the same batch every time. */
    TRAIN,
    /** Forward, with the statistics of training. */
    INFER;

    /** As it is written in options. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
