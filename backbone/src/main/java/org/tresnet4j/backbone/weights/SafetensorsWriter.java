package org.tresnet4j.backbone.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            writeTo(partial, weights);
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

    private static void writeTo(Path file, StateDict weights) throws IOException {
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
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer length = ByteBuffer.allocate(SafetensorsReader.PREAMBLE)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(0, header.length);
            write(channel, length);
            write(channel, ByteBuffer.wrap(header));
            for (Map.Entry<String, Tensor> entry : inOrder) {
                write(channel, entry.getValue().toBytes());
            }
            channel.force(true);
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
