package org.tresnet4j.backbone.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads weights from a file of PyTorch or safetensors, which of the two its content says. */
public final class WeightsFile {

    private static final byte[] ZIP = {'P', 'K', 3, 4};

    /** The pickled magic number with which PyTorch before 1.6 began its files. */
    private static final byte[] LEGACY_PYTORCH = {
        (byte) 0x80,
        2,
        (byte) 0x8a,
        0x0a,
        0x6c,
        (byte) 0xfc,
        (byte) 0x9c,
        0x46,
        (byte) 0xf9,
        0x20,
        0x6a,
        (byte) 0xa8,
        0x50,
        0x19
    };

    private static final byte[] GIT_LFS = "version https://git-lfs".getBytes(StandardCharsets.US_ASCII);

    private static final int LONGEST_MAGIC = 32;

    private WeightsFile() {}

    /**
     * Reads all tensors; never more bytes than the file has. Where all names begin with {@code module.}, as
     * {@code DataParallel} saves them, that is left out.
     *
     * @throws WeightsException if there is no such file, it is of another format, damaged, or has anything in it that is not
     *     weights
     */
    public static StateDict read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new WeightsException(file + (Files.exists(file) ? ": is not a file" : ": does not exist")
                    + "; name a file of weights, .pth or .safetensors (looked in "
                    + Path.of("").toAbsolutePath() + ")");
        }
        try {
            return WrapperNames.removed(isZip(file) ? PyTorchFile.read(file) : SafetensorsReader.read(file));
        } catch (IOException e) {
            throw new WeightsException(file + ": cannot be read (" + e + ")", e);
        }
    }

    private static boolean isZip(Path file) throws IOException {
        byte[] start = start(file);
        if (startsWith(start, ZIP)) {
            return true;
        }
        if (startsWith(start, LEGACY_PYTORCH)) {
            throw new WeightsException(file + ": is of PyTorch's format before 1.6, which is not read; save it again"
                    + " with a newer one: torch.save(torch.load(OLD, map_location='cpu'), NEW)");
        }
        if (startsWith(start, GIT_LFS)) {
            throw new WeightsException(file + ": is only Git LFS's pointer to the file; fetch it with 'git lfs pull'");
        }
        if (!isSafetensors(start)) {
            throw new WeightsException(
                    file + ": is neither a file of PyTorch (a zip) nor safetensors; it begins with " + shown(start));
        }
        return false;
    }

    private static boolean isSafetensors(byte[] start) {
        if (start.length <= SafetensorsReader.PREAMBLE) {
            return false;
        }
        long header = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return header != 0 && start[SafetensorsReader.PREAMBLE] == '{';
    }

    private static byte[] start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LONGEST_MAGIC);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    private static String shown(byte[] start) {
        return start.length == 0
                ? "nothing: it is empty"
                : "'"
                        + PickleReader.shown(
                                new String(start, 0, Math.min(start.length, 16), StandardCharsets.ISO_8859_1))
                        + "'";
    }
}
