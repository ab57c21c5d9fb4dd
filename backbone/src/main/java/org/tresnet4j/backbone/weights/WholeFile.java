package org.tresnet4j.backbone.weights;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files so that a name always holds a whole one: into another beside it, forced to disk, then renamed. */
public final class WholeFile {

    private static final int BUFFER = 1 << 20;

    private WholeFile() {}

    /** What is written. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, and the folders above it that are not there.
     *
     * @throws WeightsException when it cannot be written; an earlier file of that name is then untouched
     */
    public static void write(Path file, Content content) {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            writeTo(partial, content);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            WeightsException failure = new WeightsException(
                    file + ": cannot be written (" + e + "); choose another file or free disk space", e);
            try {
                Files.deleteIfExists(partial);
            } catch (IOException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
    }

    private static void writeTo(Path file, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }
}
