package org.tresnet4j.benchmarks.protocol;

/** A worker's first line: it has warmed up and waits for a {@link Request}. */
public final class Ready {

    public static final String LINE = "ready";

    private Ready() {}
}
