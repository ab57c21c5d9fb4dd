package org.tresnet4j.backbone.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads a file of {@code torch.save} (PyTorch 1.6 and newer): a zip of a pickle and of the storages it speaks of, none of
 * them compressed. Nothing in it is executed, see {@link PickleReader}.
 */
final class PyTorchFile {

    private static final String PICKLE = "data.pkl";
    private static final String STORAGES = "data/";
    private static final String BYTE_ORDER = "byteorder";
    private static final String OWN_CHECKPOINT = "tresnet4j.json";
    private static final String DAMAGED = "; fetch it again, or save it again with torch.save";

    /** Where files keep the state dict when it is not the whole; the averaged weights, if any, are those to use. */
    private static final List<String> WRAPPERS = List.of("state_dict_ema", "model_ema", "ema", "model", "state_dict");

    private final Path file;
    private final ZipFile zip;
    private final long fileSize;
    private final String prefix;
    private final Map<String, ByteBuffer> storages = new HashMap<>();

    private PyTorchFile(Path file, ZipFile zip) throws IOException {
        this.file = file;
        this.zip = zip;
        this.fileSize = Files.size(file);
        this.prefix = prefix();
    }

    /** @throws WeightsException if it is damaged or holds anything but weights */
    static StateDict read(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return new PyTorchFile(file, zip).stateDict();
        } catch (PickleException e) {
            throw new WeightsException(file + ": " + e.getMessage(), e);
        } catch (IOException | IllegalArgumentException e) {
            // ZipFile reports names that are no text by the latter
            throw new WeightsException(file + ": is damaged or cut short (" + e.getMessage() + ")" + DAMAGED, e);
        }
    }

    /** PyTorch puts everything into a folder, mostly named after the file. */
    private String prefix() {
        return zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
                .min(Comparator.comparingInt(String::length))
                .map(name -> name.substring(0, name.length() - PICKLE.length()))
                .orElseThrow(() -> new WeightsException(file + ": is a zip file, but "
                        + (zip.getEntry(OWN_CHECKPOINT) == null
                                ? "not one of PyTorch (no " + PICKLE + " in it)"
                                : "a checkpoint of tresnet4j; turn it into weights with 'tresnet export'")));
    }

    private StateDict stateDict() throws IOException, PickleException {
        requireLittleEndian();
        Object root = PickleReader.read(bytes(PICKLE));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, PickledTensor> entry : described(root).entrySet()) {
            tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
        }
        return new StateDict(file.toString(), tensors, classes(root));
    }

    private void requireLittleEndian() throws IOException {
        if (zip.getEntry(prefix + BYTE_ORDER) == null) {
            return;
        }
        String order = new String(bytes(BYTE_ORDER), StandardCharsets.US_ASCII);
        if (!order.equals("little")) {
            throw new WeightsException(file + ": was written on a machine of the byte order '"
                    + PickleReader.shown(order) + "'; only little-endian files are read");
        }
    }

    private Map<String, PickledTensor> described(Object root) {
        Stream<Object> wrapped =
                root instanceof Map<?, ?> map ? WRAPPERS.stream().map(name -> (Object) map.get(name)) : Stream.empty();
        return Stream.concat(wrapped, Stream.of(root))
                .map(PyTorchFile::tensors)
                .filter(tensors -> !tensors.isEmpty())
                .findFirst()
                .orElseThrow(() -> new WeightsException(file + ": has no tensors in it by name, neither under "
                        + String.join(" or ", WRAPPERS) + " nor at the top; save the model's state_dict()"));
    }

    private static Map<String, PickledTensor> tensors(Object object) {
        Map<String, PickledTensor> tensors = new LinkedHashMap<>();
        if (object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key instanceof String name && value instanceof PickledTensor tensor) {
                    tensors.put(name, tensor);
                }
            });
        }
        return tensors;
    }

    /** {@code idx_to_class}, as the files of the asymmetric loss have it: names by index; empty if any is missing. */
    private static List<String> classes(Object root) {
        if (!(root instanceof Map<?, ?> map && map.get("idx_to_class") instanceof Map<?, ?> names)) {
            return List.of();
        }
        List<String> classes = new ArrayList<>();
        LongStream.range(0, names.size())
                .mapToObj(
                        index -> Optional.<Object>ofNullable(names.get(index)).orElse(names.get(String.valueOf(index))))
                .filter(String.class::isInstance)
                .forEach(name -> classes.add((String) name));
        return classes.size() == names.size() ? classes : List.of();
    }

    private Tensor tensor(String name, PickledTensor pickled) throws IOException {
        try {
            return Tensor.strided(
                    pickled.storage().type(),
                    pickled.shape(),
                    pickled.strides(),
                    pickled.offset(),
                    storage(pickled.storage()));
        } catch (IllegalArgumentException e) {
            throw new WeightsException(
                    file + ": tensor " + PickleReader.shown(name) + ": " + e.getMessage() + DAMAGED, e);
        }
    }

    /** Read once, however many tensors share it. */
    private ByteBuffer storage(PickledStorage storage) throws IOException {
        String name = STORAGES + storage.key();
        ZipEntry entry = entry(name);
        if (storage.length() > fileSize || storage.length() * storage.type().size() != entry.getSize()) {
            throw new WeightsException(file + ": " + PickleReader.shown(name) + " has " + entry.getSize()
                    + " bytes, but " + storage.length() + " numbers of "
                    + storage.type().size()
                    + " bytes are expected" + DAMAGED);
        }
        ByteBuffer bytes = storages.get(storage.key());
        if (bytes == null) {
            bytes = ByteBuffer.wrap(bytes(name));
            storages.put(storage.key(), bytes);
        }
        return bytes;
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = zip.getEntry(prefix + name);
        if (entry == null) {
            throw new WeightsException(file + ": " + PickleReader.shown(name) + " is missing in it" + DAMAGED);
        }
        if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
            throw new WeightsException(file + ": " + PickleReader.shown(name)
                    + " is compressed, which PyTorch does not do; save it again with torch.save");
        }
        if (entry.getSize() > Math.min(fileSize, Integer.MAX_VALUE - Long.BYTES)) {
            throw new WeightsException(file + ": " + PickleReader.shown(name) + " would have " + entry.getSize()
                    + " bytes, more than " + (entry.getSize() > fileSize ? "the file" + DAMAGED : "2 GiB"));
        }
        return entry;
    }

    private byte[] bytes(String name) throws IOException {
        ZipEntry entry = entry(name);
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) entry.getSize());
            CRC32 checksum = new CRC32();
            checksum.update(bytes);
            if (bytes.length != entry.getSize() || checksum.getValue() != entry.getCrc()) {
                throw new WeightsException(file + ": " + PickleReader.shown(name) + " is damaged (checksum)" + DAMAGED);
            }
            return bytes;
        }
    }
}
