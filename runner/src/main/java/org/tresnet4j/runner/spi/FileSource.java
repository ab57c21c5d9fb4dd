package org.tresnet4j.runner.spi;

import java.io.IOException;
import java.nio.file.Path;

/** Where a {@link DistributedTask} finds its files away from the process that trains. Safe for several threads at once. */
@FunctionalInterface
public interface FileSource {

    /**
     * The content of a file.
     *
     * @param file relative to {@link DistributedTask#root}, or absolute where it lies elsewhere
     * @throws java.nio.file.NoSuchFileException if it is not there
     * @throws IOException if it cannot be read
     */
    byte[] read(Path file) throws IOException;
}
