package org.tresnet4j.datasets.batch;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.image.RgbImage;
import org.tresnet4j.datasets.transform.BoxMap;
import org.tresnet4j.datasets.transform.Sample;

/**
 * A sample as bytes, its pixels as they are: big-endian magic, fingerprint, size of the source, map from the source, number
 * of annotations and these, size of the picture, pixels, and CRC-32C of all before.
 *
 * @param fingerprint of what the sample is made of, in hexadecimal digits
 */
record SampleFormat(String fingerprint) {

    /** The last digit is the format's version. */
    private static final long MAGIC = 0x7472_6e65_7470_0001L;

    private static final int CHECKSUM = Integer.BYTES;
    private static final int ANNOTATION = Long.BYTES + Integer.BYTES + 5 * Double.BYTES + 1;

    byte[] encode(Sample sample) {
        byte[] digest = HashCode.fromString(fingerprint).asBytes();
        byte[] pixels = sample.image().toBytes();
        BoxMap map = sample.fromSource();
        int head = Long.BYTES + digest.length + 2 * Integer.BYTES + 4 * Double.BYTES + Integer.BYTES;
        long size = (long) head + (long) sample.annotations().size() * ANNOTATION + 2 * Integer.BYTES + pixels.length;
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size + CHECKSUM));
        bytes.putLong(MAGIC).put(digest);
        bytes.putInt(sample.source().width()).putInt(sample.source().height());
        bytes.putDouble(map.scaleX())
                .putDouble(map.shiftX())
                .putDouble(map.scaleY())
                .putDouble(map.shiftY());
        bytes.putInt(sample.annotations().size());
        sample.annotations().forEach(annotation -> put(bytes, annotation));
        bytes.putInt(sample.image().width()).putInt(sample.image().height()).put(pixels);
        bytes.putInt(checksum(bytes.array()));
        return bytes.array();
    }

    private static void put(ByteBuffer bytes, Annotation annotation) {
        Box box = annotation.box();
        bytes.putLong(annotation.id()).putInt(annotation.classIndex());
        bytes.putDouble(box.x1()).putDouble(box.y1()).putDouble(box.x2()).putDouble(box.y2());
        bytes.putDouble(annotation.area()).put((byte) (annotation.crowd() ? 1 : 0));
    }

    /**
     * @param image that the sample is of
     * @return empty if it is anything else than what {@link #encode} makes for this fingerprint
     */
    Optional<Sample> decode(byte[] content, AnnotatedImage image) {
        if (content.length < CHECKSUM
                || ByteBuffer.wrap(content, content.length - CHECKSUM, CHECKSUM).getInt() != checksum(content)) {
            return Optional.empty();
        }
        try {
            return sample(ByteBuffer.wrap(content, 0, content.length - CHECKSUM), image);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            // intact, but not of this format
            return Optional.empty();
        }
    }

    private Optional<Sample> sample(ByteBuffer bytes, AnnotatedImage image) {
        byte[] expected = HashCode.fromString(fingerprint).asBytes();
        byte[] digest = new byte[expected.length];
        long magic = bytes.getLong();
        bytes.get(digest);
        if (magic != MAGIC || !Arrays.equals(digest, expected)) {
            return Optional.empty();
        }
        AnnotatedImage source = image.measured(bytes.getInt(), bytes.getInt());
        BoxMap map = new BoxMap(bytes.getDouble(), bytes.getDouble(), bytes.getDouble(), bytes.getDouble());
        int count = bytes.getInt();
        List<Annotation> annotations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            annotations.add(annotation(bytes));
        }
        int width = bytes.getInt();
        int height = bytes.getInt();
        byte[] pixels = new byte[bytes.remaining()];
        bytes.get(pixels);
        return Optional.of(new Sample(source, RgbImage.of(width, height, pixels), annotations, map));
    }

    private static Annotation annotation(ByteBuffer bytes) {
        long id = bytes.getLong();
        int classIndex = bytes.getInt();
        Box box = new Box(bytes.getDouble(), bytes.getDouble(), bytes.getDouble(), bytes.getDouble());
        return new Annotation(id, classIndex, box, bytes.getDouble(), bytes.get() == 1);
    }

    /** Of all but the place for itself. */
    private static int checksum(byte[] content) {
        return Hashing.crc32c().hashBytes(content, 0, content.length - CHECKSUM).asInt();
    }
}
