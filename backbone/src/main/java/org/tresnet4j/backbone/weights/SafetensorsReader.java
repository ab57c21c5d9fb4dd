package org.tresnet4j.backbone.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads safetensors (github.com/huggingface/safetensors, "Format"): 8 bytes with the length of a JSON header, the header,
 * and the bytes of the tensors, one after the other without gaps.
 */
final class SafetensorsReader {

    /** Bytes of the length before the header. */
    static final int PREAMBLE = Long.BYTES;

    /** The format's own limit. */
    private static final long LONGEST_HEADER = 100_000_000;

    private static final String DAMAGED = "; fetch it again, or save it again";

    private final Path file;
    private final FileChannel channel;

    private SafetensorsReader(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @throws WeightsException if it is damaged, cut short, or not what the format allows */
    static StateDict read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            return new SafetensorsReader(file, channel).stateDict();
        } catch (IOException e) {
            throw new WeightsException(file + ": cannot be read (" + e + ")", e);
        }
    }

    private StateDict stateDict() throws IOException {
        long size = channel.size();
        if (size < PREAMBLE) {
            throw damaged("is cut short");
        }
        long length = bytes(0, PREAMBLE).getLong(0);
        if (length < 0 || length > LONGEST_HEADER || length > size - PREAMBLE) {
            throw damaged("its header would have " + Long.toUnsignedString(length) + " bytes");
        }
        SafetensorsHeader header = header(bytes(PREAMBLE, (int) length));
        long begin = PREAMBLE + length;
        requireWithoutGaps(header.entries(), size - begin);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (SafetensorsHeader.Entry entry : header.entries()) {
            ByteBuffer bytes = bytes(begin + entry.begin(), (int) (entry.end() - entry.begin()));
            tensors.put(entry.name(), Tensor.contiguous(entry.type(), entry.shape(), bytes));
        }
        return new StateDict(file.toString(), tensors, header.classes());
    }

    private SafetensorsHeader header(ByteBuffer bytes) {
        try {
            return SafetensorsHeader.parse(bytes.array());
        } catch (IOException e) {
            throw new WeightsException(file + ": its header " + e.getMessage() + DAMAGED, e);
        }
    }

    /** The format asks that each byte belongs to exactly one tensor. */
    private void requireWithoutGaps(List<SafetensorsHeader.Entry> entries, long available) {
        long at = 0;
        List<SafetensorsHeader.Entry> inOrder = entries.stream()
                .sorted(Comparator.comparingLong(SafetensorsHeader.Entry::begin)
                        .thenComparingLong(SafetensorsHeader.Entry::end))
                .toList();
        for (SafetensorsHeader.Entry entry : inOrder) {
            String name = "tensor " + PickleReader.shown(entry.name());
            if (entry.begin() != at) {
                throw damaged(name + (entry.begin() < at ? " overlaps another" : " leaves a gap before it"));
            }
            if (entry.end() > available) {
                throw damaged(name + " reaches beyond the end of the file");
            }
            if (entry.end() - entry.begin() > Integer.MAX_VALUE - Long.BYTES) {
                throw new WeightsException(file + ": " + name + " has more than 2 GiB, which is not supported");
            }
            at = entry.end();
        }
        if (at != available) {
            throw damaged((available - at) + " bytes at its end belong to no tensor");
        }
    }

    private ByteBuffer bytes(long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw damaged("is cut short");
            }
        }
        return bytes.flip();
    }

    private WeightsException damaged(String reason) {
        return new WeightsException(file + ": " + reason + DAMAGED);
    }
}
