package org.tresnet4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.tresnet4j.runner.spi.TaskException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A file for numbers, in full precision; what is not a number becomes {@code null}.
 *
 * @param path of it
 */
record JsonFile(Path path) {

    void write(Map<String, ?> values) {
        try {
            if (path.toAbsolutePath().getParent() != null) {
                Files.createDirectories(path.toAbsolutePath().getParent());
            }
            Files.writeString(path, text(values) + System.lineSeparator());
        } catch (IOException e) {
            throw new TaskException(path + ": cannot be written (" + e + "); choose another --json", e);
        }
    }

    private static String text(Map<String, ?> values) throws JsonProcessingException {
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(values);
    }

    /** Finds out before the work what could not be written after it. */
    static final class Converter implements ITypeConverter<JsonFile> {

        @Override
        public JsonFile convert(String value) {
            Path path = Path.of(value);
            if (value.isBlank() || Files.isDirectory(path)) {
                throw new TypeConversionException("'" + value + "' is not the name of a file to write");
            }
            return new JsonFile(path);
        }
    }
}
