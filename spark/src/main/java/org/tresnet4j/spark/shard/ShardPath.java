package org.tresnet4j.spark.shard;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The path that annotations give to a picture in a shard: {@code part-00003.seq/4711}.
 *
 * @param shard the sequence file
 * @param position where in it the record begins, in bytes
 */
public record ShardPath(Path shard, long position) {

    private static final String SUFFIX = ".seq";

    /** Whether the file is a record of a shard. */
    public static boolean isIn(Path file) {
        Path shard = file.getParent();
        return shard != null && shard.toString().endsWith(SUFFIX);
    }

    /**
     * Reads a path.
     *
     * @throws IllegalArgumentException if its name is no number
     */
    public static ShardPath parse(Path file) {
        return new ShardPath(file.getParent(), Long.parseLong(file.getFileName().toString()));
    }

    /** The name of a shard. */
    static String name(int number) {
        return String.format(Locale.ROOT, "part-%05d", number) + SUFFIX;
    }
}
