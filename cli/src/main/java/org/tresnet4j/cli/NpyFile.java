package org.tresnet4j.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.runner.spi.TaskException;

/**
 * An array in NumPy's own format (numpy.lib.format): little-endian float32 or float64 in row-major order is read, float32
 * written.
 *
 * @param path of the file
 */
record NpyFile(Path path) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final String FLOAT32 = "<f4";
    private static final String FLOAT64 = "<f8";
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*True");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");
    private static final String CURE = "; save it with numpy.save(FILE, numpy.ascontiguousarray(array, 'float32'))";

    /** @throws TaskException if the file is not there, damaged, or of another type or order */
    INDArray read() {
        ByteBuffer bytes = bytes();
        String header = header(bytes);
        String type = find(TYPE, header, "type");
        if (!type.equals(FLOAT32) && !type.equals(FLOAT64)) {
            throw refused("its numbers are '" + type + "', not '" + FLOAT32 + "'");
        }
        if (FORTRAN.matcher(header).find()) {
            throw refused("it is in Fortran's order");
        }
        long[] shape = shape(find(SHAPE, header, "shape"));
        int size = type.equals(FLOAT32) ? Float.BYTES : Double.BYTES;
        int length = bytes.remaining() / size;
        if (bytes.remaining() % size != 0
                || Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b) != length) {
            throw refused("it has " + bytes.remaining() + " bytes of numbers, which is not the shape "
                    + Arrays.toString(shape));
        }
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = size == Float.BYTES ? bytes.getFloat() : (float) bytes.getDouble();
        }
        return Nd4j.create(values, shape, 'c');
    }

    private ByteBuffer bytes() {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new TaskException(path + ": cannot be read (" + e + ")", e);
        }
    }

    /** Leaves the position at the numbers. */
    private String header(ByteBuffer bytes) {
        int preamble = MAGIC.length + 2;
        if (bytes.remaining() < preamble + Integer.BYTES
                || !Arrays.equals(bytes.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw refused("it is not a .npy file");
        }
        boolean first = bytes.get(MAGIC.length) == 1;
        bytes.position(preamble);
        long length = first ? Short.toUnsignedInt(bytes.getShort()) : Integer.toUnsignedLong(bytes.getInt());
        if (length > bytes.remaining()) {
            throw refused("it is cut short");
        }
        byte[] header = new byte[(int) length];
        bytes.get(header);
        return new String(header, StandardCharsets.UTF_8);
    }

    private String find(Pattern pattern, String header, String what) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw refused("its header has no " + what);
        }
        return matcher.group(1);
    }

    private long[] shape(String sides) {
        try {
            return Pattern.compile(",")
                    .splitAsStream(sides)
                    .map(String::strip)
                    .filter(side -> !side.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new TaskException(path + ": its shape cannot be (" + sides + ")" + CURE, e);
        }
    }

    private TaskException refused(String reason) {
        return new TaskException(path + ": " + reason + CURE);
    }

    /** @throws TaskException if it cannot be written */
    void write(INDArray array) {
        byte[] header = header(array.shape());
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(header.length + array.length() * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(header);
        bytes.asFloatBuffer().put(array.dup('c').reshape(array.length()).toFloatVector());
        try {
            if (path.toAbsolutePath().getParent() != null) {
                Files.createDirectories(path.toAbsolutePath().getParent());
            }
            Files.write(path, bytes.array());
        } catch (IOException e) {
            throw new TaskException(path + ": cannot be written (" + e + "); choose another --output", e);
        }
    }

    private static byte[] header(long[] shape) {
        String sides = Arrays.stream(shape).mapToObj(side -> side + ", ").collect(Collectors.joining());
        String text =
                "{'descr': '" + FLOAT32 + "', 'fortran_order': False, 'shape': (" + sides.stripTrailing() + "), }";
        int preamble = MAGIC.length + 2 + Short.BYTES;
        int padding = ALIGNMENT - (preamble + text.length() + 1) % ALIGNMENT;
        byte[] line = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(preamble + line.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) line.length)
                .put(line)
                .array();
    }
}
