package org.tresnet4j.backbone.weights;

/** A pickle that is damaged or that is not read for safety's sake; the message lacks the name of the file. */
final class PickleException extends Exception {

    private static final long serialVersionUID = 1L;

    PickleException(String message) {
        super(message);
    }
}
