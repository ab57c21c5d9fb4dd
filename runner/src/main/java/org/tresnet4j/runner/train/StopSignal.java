package org.tresnet4j.runner.train;

import java.util.concurrent.atomic.AtomicBoolean;

/** Asks a training to stop, from any thread and at any time, also before it has begun. */
public final class StopSignal {

    private final AtomicBoolean requested = new AtomicBoolean();

    /** Stops after the current step. */
    public void request() {
        requested.set(true);
    }

    /** Whether it was asked for. */
    public boolean requested() {
        return requested.get();
    }
}
