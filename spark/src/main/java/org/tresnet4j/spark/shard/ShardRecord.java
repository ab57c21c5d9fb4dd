package org.tresnet4j.spark.shard;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.apache.hadoop.io.Writable;

/** An image of a shard: its file's bytes and its annotations as JSON, with a checksum, as not every file system has one. */
public final class ShardRecord implements Writable {

    private static final int LARGEST = 1 << 30;

    private byte[] image = {};
    private byte[] annotations = {};

    /** Empty, to be read into. */
    public ShardRecord() {}

    /**
     * @param image the file's bytes
     * @param annotations a JSON list
     */
    public ShardRecord(byte[] image, String annotations) {
        this.image = image.clone();
        this.annotations = annotations.getBytes(StandardCharsets.UTF_8);
    }

    /** The file's bytes, not a copy. */
    byte[] image() {
        return image;
    }

    /** A JSON list. */
    String annotations() {
        return new String(annotations, StandardCharsets.UTF_8);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeInt(image.length);
        out.write(image);
        out.writeInt(annotations.length);
        out.write(annotations);
        out.writeLong(checksum());
    }

    @Override
    public void readFields(DataInput in) throws IOException {
        image = bytes(in);
        annotations = bytes(in);
        if (in.readLong() != checksum()) {
            throw new IOException("checksum");
        }
    }

    private static byte[] bytes(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LARGEST) {
            throw new IOException("a length of " + length);
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private long checksum() {
        CRC32 checksum = new CRC32();
        checksum.update(image);
        checksum.update(annotations);
        return checksum.getValue();
    }
}
