package org.tresnet4j.datasets.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tresnet4j.datasets.DatasetException;

/**
 * Files of one folder, together no larger than a budget, however many threads and processes write them. A file is whole or
 * not there, but what is in it the reader has to check.
 *
 * <p>Changes happen under a lock, in whose file the sum of all sizes stands. Of a file that is used its time of change is set
 * once in a run: files that no run has used since this one began are what makes room, the oldest first. But only for a file
 * that there was no room for once before: by then an epoch has passed, and what this run needs has been used.
 */
final class CacheFolder {

    private static final Logger LOG = LoggerFactory.getLogger(CacheFolder.class);

    private static final String LOCK = "cache.lock";
    private static final String KEPT = ".prepared";
    private static final String PARTIAL = ".partial";

    /** A lock on a file is the process's and keeps none of its own threads out. */
    private static final Object WRITERS = new Object();

    private final Path folder;
    private final long budget;
    private final FileTime opened;
    private final Queue<Path> unused = new ArrayDeque<>();
    private final Set<String> refused = new HashSet<>();
    private volatile boolean closed;

    private CacheFolder(Path folder, long budget) {
        this.folder = folder;
        this.budget = budget;
        this.opened = FileTime.from(Instant.now());
    }

    private record Kept(Path file, long size, FileTime used) {}

    /** What may be done under the lock. */
    @FunctionalInterface
    private interface Change {

        /**
         * @param size of all files together
         * @return their new size
         */
        long apply(long size) throws IOException;
    }

    /**
     * @param budget bytes
     * @throws DatasetException if the folder cannot be written
     */
    static CacheFolder open(Path folder, long budget) {
        CacheFolder cache = new CacheFolder(folder, budget);
        try {
            Files.createDirectories(folder);
            cache.change(size -> cache.count());
            return cache;
        } catch (IOException e) {
            throw new DatasetException(
                    folder + ": prepared images cannot be kept there (" + e
                            + "); make the folder writable or choose another",
                    e);
        }
    }

    private void change(Change change) throws IOException {
        synchronized (WRITERS) {
            try (FileChannel channel = FileChannel.open(
                    folder.resolve(LOCK),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE)) {
                // until the channel is closed
                channel.lock();
                ByteBuffer size = ByteBuffer.allocate(Long.BYTES);
                channel.read(size, 0);
                long changed = change.apply(size.getLong(0));
                channel.write(size.putLong(0, changed).rewind(), 0);
            }
        }
    }

    /** Sums up what is there, whatever an interrupted process wrote last; nobody else writes now. */
    private long count() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.toList();
        }
        for (Path file : files) {
            if (file.toString().endsWith(PARTIAL)) {
                Files.delete(file);
            }
        }
        List<Kept> kept = new ArrayList<>();
        for (Path file : files) {
            if (file.toString().endsWith(KEPT)) {
                kept.add(new Kept(file, Files.size(file), Files.getLastModifiedTime(file)));
            }
        }
        kept.sort(Comparator.comparing(Kept::used));
        kept.forEach(each -> unused.add(each.file()));
        return kept.stream().mapToLong(Kept::size).sum();
    }

    /** The content of a file, which then counts as used; empty if there is none. */
    Optional<byte[]> read(String name) {
        Path file = folder.resolve(name + KEPT);
        try {
            byte[] content = Files.readAllBytes(file);
            if (isUnused(file)) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            }
            return Optional.of(content);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("{}: cannot be read ({}); the picture is prepared anew", file, e.toString());
            return Optional.empty();
        }
    }

    private boolean isUnused(Path file) throws IOException {
        return Files.getLastModifiedTime(file).compareTo(opened) < 0;
    }

    /** Keeps a file where there is room, in place of any other of that name. */
    void write(String name, byte[] content) {
        if (closed) {
            return;
        }
        try {
            change(size -> replace(name, content, size));
        } catch (IOException e) {
            closed = true;
            LOG.warn("{}: no more prepared images are kept there ({}); is the disk full?", folder, e.toString());
        }
    }

    private long replace(String name, byte[] content, long before) throws IOException {
        Path file = folder.resolve(name + KEPT);
        long size = before - remove(file);
        if (size + content.length > budget && refused.add(name)) {
            return size;
        }
        while (size + content.length > budget && !unused.isEmpty()) {
            Path oldest = unused.remove();
            if (Files.exists(oldest) && isUnused(oldest)) {
                size -= remove(oldest);
            }
        }
        if (size + content.length > budget) {
            return size;
        }
        Path partial = folder.resolve(name + PARTIAL);
        try {
            Files.write(partial, content);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
        return size + content.length;
    }

    /** Returns the bytes that were in it. */
    private static long remove(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        long size = Files.size(file);
        Files.delete(file);
        return size;
    }
}
