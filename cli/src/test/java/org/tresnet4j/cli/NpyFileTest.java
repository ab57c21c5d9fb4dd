package org.tresnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.runner.spi.TaskException;

class NpyFileTest {

    @TempDir
    private Path folder;

    private Path written(String header, int bytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(10 + text.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) text.length);
        file.put(text);
        for (int i = 0; file.remaining() >= Double.BYTES; i++) {
            file.putDouble(i + 0.5);
        }
        return Files.write(folder.resolve("x.npy"), file.array());
    }

    @Test
    void whatWasWrittenIsRead() {
        INDArray array = Nd4j.rand(DataType.FLOAT, 2, 3, 4, 5);
        NpyFile file = new NpyFile(folder.resolve("a/x.npy"));
        file.write(array.permute(0, 2, 3, 1));
        assertThat(file.read()).isEqualTo(array.permute(0, 2, 3, 1));
    }

    /** Byte for byte what numpy.save writes of array([1, 2], 'float32'). */
    @Test
    void writesAsNumpyDoes() throws IOException {
        Path path = folder.resolve("x.npy");
        new NpyFile(path).write(Nd4j.createFromArray(1f, 2f));
        byte[] bytes = Files.readAllBytes(path);
        assertThat(bytes).hasSize(128 + 8);
        assertThat(new String(bytes, 6, 122, StandardCharsets.ISO_8859_1))
                .startsWith("\1\0v\0{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }  ")
                .endsWith(" \n");
        assertThat(Arrays.copyOfRange(bytes, 128, 136)).containsExactly(0, 0, 0x80, 0x3f, 0, 0, 0, 0x40);
    }

    @Test
    void readsDoubles() throws IOException {
        Path file = written("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }\n", 16);
        assertThat(new NpyFile(file).read().toFloatVector()).containsExactly(0.5f, 1.5f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "{'descr': '|u1', 'fortran_order': False, 'shape': (16,), } # its numbers are '|u1'",
                "{'descr': '<f8', 'fortran_order': True, 'shape': (2,), } # Fortran's order",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), } # it has 16 bytes of numbers",
                "{'descr': '<f8', 'fortran_order': False} # its header has no shape",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), } # its shape cannot be"
            })
    void refuses(String header, String reason) throws IOException {
        Path file = written(header, 16);
        assertThatThrownBy(() -> new NpyFile(file).read())
                .isInstanceOf(TaskException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("numpy.save");
    }
}
