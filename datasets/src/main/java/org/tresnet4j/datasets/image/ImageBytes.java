package org.tresnet4j.datasets.image;

import java.io.IOException;
import java.nio.file.Path;

/** Where the content of picture files comes from. Safe for several threads at once. */
@FunctionalInterface
public interface ImageBytes {

    /**
     * The file's content.
     *
     * @throws java.nio.file.NoSuchFileException if it is not there
     * @throws IOException if it cannot be read
     */
    byte[] of(Path file) throws IOException;
}
