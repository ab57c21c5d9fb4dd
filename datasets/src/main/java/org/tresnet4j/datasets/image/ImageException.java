package org.tresnet4j.datasets.image;

import java.nio.file.Path;
import org.tresnet4j.datasets.DatasetException;

/** A picture that cannot be used. The message begins with its file. */
public final class ImageException extends DatasetException {

    private static final long serialVersionUID = 1L;

    /** Why it cannot. */
    public enum Fault {
        /** There is no file. */
        MISSING,
        /** The file ends before the picture does. */
        CUT_OFF,
        /** The file is no picture, a damaged one, or cannot be read. */
        UNREADABLE,
        /** The picture has another size than its annotations are for. */
        OTHER_SIZE
    }

    private final String file;
    private final Fault fault;

    /** Of a file that cannot be read as a picture. */
    public ImageException(Path file, String problem) {
        this(file, Fault.UNREADABLE, problem, null);
    }

    /** @param problem what is wrong with the file, without its name */
    public ImageException(Path file, Fault fault, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
        this.file = file.toString();
        this.fault = fault;
    }

    public Path file() {
        return Path.of(file);
    }

    public Fault fault() {
        return fault;
    }
}
