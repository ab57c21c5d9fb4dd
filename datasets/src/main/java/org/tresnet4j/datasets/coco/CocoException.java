package org.tresnet4j.datasets.coco;

import java.nio.file.Path;
import org.tresnet4j.datasets.DatasetException;

/** A COCO file that cannot be used. The message begins with the file, then the record: {@code x.json: annotation 7: …}. */
public final class CocoException extends DatasetException {

    private static final long serialVersionUID = 1L;

    CocoException(Path file, String problem) {
        super(file + ": " + problem);
    }

    CocoException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
