package org.tresnet4j.runner.train;

import org.tresnet4j.runner.spi.TaskException;

/** Training that cannot go on; the message says why and what to change. */
public final class TrainingException extends TaskException {

    private static final long serialVersionUID = 1L;

    TrainingException(String message) {
        super(message);
    }
}
