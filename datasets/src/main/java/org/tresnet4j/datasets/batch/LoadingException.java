package org.tresnet4j.datasets.batch;

import org.tresnet4j.datasets.DatasetException;

/** A batch that could not be made. The message names the picture; the cause is what happened on the loader's thread. */
public final class LoadingException extends DatasetException {

    private static final long serialVersionUID = 1L;

    LoadingException(String message, Throwable cause) {
        super(message, cause);
    }
}
