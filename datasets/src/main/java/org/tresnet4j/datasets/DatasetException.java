package org.tresnet4j.datasets;

/**
 * A fault in the user's data: an annotation file, a picture, a folder. The message names the file, the record in it and,
 * where there is one, the cure.
 */
public class DatasetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatasetException(String message) {
        super(message);
    }

    public DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}
