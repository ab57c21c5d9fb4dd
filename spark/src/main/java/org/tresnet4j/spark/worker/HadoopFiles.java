package org.tresnet4j.spark.worker;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.tresnet4j.runner.spi.FileSource;
import org.tresnet4j.spark.shard.ShardPath;
import org.tresnet4j.spark.shard.ShardReader;

/** Files of a folder on any of Hadoop's file systems, and the pictures in shards there. */
final class HadoopFiles implements FileSource {

    private static final String LOCAL = "file";

    private final String root;
    private final Configuration configuration;

    HadoopFiles(String root, Configuration configuration) {
        this.root = root.endsWith("/") ? root : root + "/";
        this.configuration = configuration;
    }

    @Override
    public byte[] read(Path file) throws IOException {
        if (ShardPath.isIn(file)) {
            ShardPath place = ShardPath.parse(file);
            return ShardReader.image(resolve(place.shard()), place.position(), configuration);
        }
        org.apache.hadoop.fs.Path path = resolve(file);
        // Hadoop's own reading of the disk costs a second file for each
        if (LOCAL.equals(path.toUri().getScheme())) {
            return Files.readAllBytes(Path.of(path.toUri().getPath()));
        }
        try (FSDataInputStream in = path.getFileSystem(configuration).open(path)) {
            return in.readAllBytes();
        } catch (FileNotFoundException e) {
            NoSuchFileException missing = new NoSuchFileException(path.toString());
            missing.initCause(e);
            throw missing;
        }
    }

    private org.apache.hadoop.fs.Path resolve(Path file) {
        // in URIs and in Hadoop's paths alike
        String name = file.toString().replace('\\', '/');
        return file.isAbsolute()
                ? new org.apache.hadoop.fs.Path(LOCAL + "://" + name)
                : new org.apache.hadoop.fs.Path(root + name);
    }
}
