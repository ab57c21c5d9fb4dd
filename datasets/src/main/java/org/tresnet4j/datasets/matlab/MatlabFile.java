package org.tresnet4j.datasets.matlab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tresnet4j.datasets.DatasetException;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.MatFile.Entry;

/** The variables of a MATLAB file. */
final class MatlabFile {

    private final Path file;
    private final MatFile content;

    private MatlabFile(Path file, MatFile content) {
        this.file = file;
        this.content = content;
    }

    /**
     * @throws DatasetException if it is missing or no MATLAB file of version 5 to 7
     */
    static MatlabFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DatasetException(file + ": " + (Files.exists(file) ? "is no file" : "does not exist"));
        }
        try {
            return new MatlabFile(file, Mat5.readFromFile(file.toFile()));
        } catch (IOException | RuntimeException e) {
            throw new DatasetException(
                    file + ": is no MATLAB file of version 5 to 7, or damaged: " + e.getMessage(), e);
        }
    }

    /**
     * @throws DatasetException if there is no variable of that name, or it is of another type
     */
    <T extends Array> T variable(String name, Class<T> type) {
        for (Entry entry : content.getEntries()) {
            if (entry.getName().equals(name)) {
                if (!type.isInstance(entry.getValue())) {
                    throw fault("its variable '" + name + "' is " + entry.getValue() + ", expected a "
                            + type.getSimpleName());
                }
                return type.cast(entry.getValue());
            }
        }
        throw fault("has no variable '" + name + "'");
    }

    /** A fault in this file. */
    DatasetException fault(String problem) {
        return new DatasetException(file + ": " + problem);
    }
}
