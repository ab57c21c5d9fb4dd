package org.tresnet4j.tasks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import org.tresnet4j.runner.spi.TaskException;

/** What a prediction writes for machines. */
public final class ResultsFile {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ResultsFile() {}

    /**
     * Writes JSON.
     *
     * @throws TaskException if the file cannot be written
     */
    public static void write(Object results, Path file) {
        try {
            JSON.writeValue(file.toFile(), results);
        } catch (IOException e) {
            throw new TaskException(file + ": could not be written (" + e.getMessage() + ")", e);
        }
    }
}
