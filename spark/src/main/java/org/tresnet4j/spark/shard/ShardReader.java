package org.tresnet4j.spark.shard;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.SequenceFile;

/** Single records of shards. */
public final class ShardReader {

    private ShardReader() {}

    /**
     * The picture of a record.
     *
     * @param position where the record begins
     * @throws NoSuchFileException if there is no such shard
     * @throws IOException if the record cannot be read, or is damaged; the message names the shard
     */
    public static byte[] image(Path shard, long position, Configuration configuration) throws IOException {
        try (SequenceFile.Reader reader = new SequenceFile.Reader(configuration, SequenceFile.Reader.file(shard))) {
            reader.seek(position);
            LongWritable id = new LongWritable();
            ShardRecord record = new ShardRecord();
            if (!reader.next(id, record)) {
                throw new IOException("ends before it");
            }
            return record.image();
        } catch (FileNotFoundException e) {
            NoSuchFileException missing = new NoSuchFileException(shard.toString());
            missing.initCause(e);
            throw missing;
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "shard " + shard + " is damaged at byte " + position + " (" + e.getMessage()
                            + "); copy it again, or pack the data again with 'tresnet data shard'",
                    e);
        }
    }
}
