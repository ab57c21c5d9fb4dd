package org.tresnet4j.runner.spi;

/** A fault of the user's input (configuration, data, checkpoint): the message names the culprit and the cure. */
public class TaskException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TaskException(String message) {
        super(message);
    }

    public TaskException(String message, Throwable cause) {
        super(message, cause);
    }
}
