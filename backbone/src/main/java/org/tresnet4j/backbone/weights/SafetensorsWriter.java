package org.tresnet4j.backbone.weights;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Writes safetensors, which PyTorch, timm and others read. */
public final class SafetensorsWriter {

    private SafetensorsWriter() {}

    /**
     * Writes all tensors in the types they have, and the class names, if there are any, into the metadata.
     *
     * @throws WeightsException when it cannot be written; an earlier file of that name is then untouched
     */
    public static void write(StateDict weights, Path file) {
        WholeFile.write(file, out -> writeTo(out, weights));
    }

    private static void writeTo(OutputStream out, StateDict weights) throws IOException {
        // the largest types first keep every tensor aligned, as other writers do
        List<Map.Entry<String, Tensor>> inOrder = weights.tensors().entrySet().stream()
                .sorted(Comparator.comparingInt(
                        entry -> -entry.getValue().type().size()))
                .toList();
        List<SafetensorsHeader.Entry> entries = new ArrayList<>();
        long at = 0;
        for (Map.Entry<String, Tensor> entry : inOrder) {
            Tensor tensor = entry.getValue();
            long end = at + (long) tensor.length() * tensor.type().size();
            entries.add(new SafetensorsHeader.Entry(entry.getKey(), tensor.type(), tensor.shape(), at, end));
            at = end;
        }
        byte[] header = new SafetensorsHeader(entries, weights.classes()).toJson();
        WritableByteChannel channel = Channels.newChannel(out);
        ByteBuffer length = ByteBuffer.allocate(SafetensorsReader.PREAMBLE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0, header.length);
        channel.write(length);
        channel.write(ByteBuffer.wrap(header));
        for (Map.Entry<String, Tensor> entry : inOrder) {
            channel.write(entry.getValue().toBytes());
        }
    }
}
