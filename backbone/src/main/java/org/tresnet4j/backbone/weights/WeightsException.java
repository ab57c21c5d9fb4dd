package org.tresnet4j.backbone.weights;

/** Weights that cannot be read, written or used here; the message names the file, the culprit and the cure. */
public final class WeightsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WeightsException(String message) {
        super(message);
    }

    WeightsException(String message, Throwable cause) {
        super(message, cause);
    }
}
