package org.tresnet4j.runner.checkpoint;

import org.tresnet4j.runner.spi.TaskException;

/** A checkpoint that cannot be written, read or used here; the message names the file and the cure. */
public final class CheckpointException extends TaskException {

    private static final long serialVersionUID = 1L;

    CheckpointException(String message) {
        super(message);
    }

    CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
