package org.tresnet4j.benchmarks;

/** A contender cannot be measured; the message is the reason for the report. */
final class PeerException extends Exception {

    private static final long serialVersionUID = 1;

    PeerException(String message) {
        super(message);
    }

    PeerException(String message, Throwable cause) {
        super(message, cause);
    }
}
