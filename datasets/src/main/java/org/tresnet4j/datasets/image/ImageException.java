package org.tresnet4j.datasets.image;

import java.nio.file.Path;
import org.tresnet4j.datasets.DatasetException;

/** A picture that cannot be used. The message begins with its file. */
public final class ImageException extends DatasetException {

    private static final long serialVersionUID = 1L;

    private final String file;

    public ImageException(Path file, String problem) {
        this(file, problem, null);
    }

    public ImageException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
        this.file = file.toString();
    }

    public Path file() {
        return Path.of(file);
    }
}
