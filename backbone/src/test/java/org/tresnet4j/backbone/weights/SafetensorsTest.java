package org.tresnet4j.backbone.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("x.safetensors");
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        StateDict types = WeightsFile.read(Fixture.copy("types.pth", folder));
        SafetensorsWriter.write(types, file());
        StateDict read = WeightsFile.read(file());
        assertThat(read.classes()).containsExactly("cat", "dog", "owl");
        assertThat(read.tensors().keySet())
                .containsExactlyInAnyOrderElementsOf(types.tensors().keySet());
        types.tensors().forEach((name, tensor) -> {
            Tensor same = read.tensors().get(name);
            assertThat(same.type()).as(name).isEqualTo(tensor.type());
            assertThat(same.shape()).as(name).isEqualTo(tensor.shape());
            assertThat(same.toBytes()).as(name).isEqualTo(tensor.toBytes());
        });
    }

    /** The example of the format's own description, with a number in it. */
    @Test
    void hasTheFormatsLayout() throws IOException {
        Path file = Fixture.safetensors(
                "{\"__metadata__\":{\"format\":\"pt\"},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}   ",
                8,
                file());
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, 2.5f);
        Files.write(file, bytes);
        assertThat(WeightsFile.read(file).tensors().get("a").toFloats()).containsExactly(0, 2.5f);
    }

    @Test
    void writesAHeaderThatOthersRead() throws IOException {
        Tensor tensor = Tensor.of(new float[] {1, 2}, 2);
        SafetensorsWriter.write(new StateDict("x", Map.of("é\"", tensor), List.of()), file());
        byte[] bytes = Files.readAllBytes(file());
        String header = "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"é\\\"\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertThat(new String(bytes, 8, (int) length, StandardCharsets.UTF_8).strip())
                .isEqualTo(header);
        assertThat((8 + length) % 8).isZero();
        assertThat(bytes).hasSize((int) (8 + length + 8));
    }

    @Test
    void leavesNoHalfWrittenFile() throws IOException {
        Files.createDirectory(file());
        Files.createFile(file().resolve("inside"));
        assertThatThrownBy(() -> SafetensorsWriter.write(new StateDict("x", Map.of(), List.of()), file()))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("cannot be written");
        assertThat(folder.resolve("x.safetensors.partial")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}|12|tensor b overlaps another",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[12,16]}}|16|tensor b leaves a gap before it",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}|12|4 bytes at its end belong to no tensor",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}|4|tensor a reaches beyond the end",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}}|16|no JSON that the format allows",
                "{'a':{'dtype':'F32','shape':[2],'shape':[2],'data_offsets':[0,8]}}|8|no JSON that the format allows",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}|8|tensor a has 3 numbers of 4 bytes, but the bytes 0 to 8",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}|8|tensor a has 2 numbers",
                "{'a':{'dtype':'F32','shape':[4294967296,4294967296,4],'data_offsets':[0,0]}}|0|more numbers than can be counted",
                "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}}|8|no JSON that the format allows",
                "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}|8|cannot be",
                "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}|8|something else than VALUE_NUMBER_INT",
                "{'a':{'dtype':'F8_E4M3','shape':[8],'data_offsets':[0,8]}}|8|tensor a has the type F8_E4M3, which is not supported",
                "{'a':{'dtype':'F32','shape':[2]}}|8|tensor a lacks dtype, shape or two data_offsets",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'x':1}}|8|unknown key x",
                "{'a':[]}|0|something else than START_OBJECT",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} x|8|no JSON that the format allows",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}{}|8|goes on behind its end",
                "{'__metadata__':{'x':1}}|0|something else than VALUE_STRING"
            })
    void refuses(String header, int bytes, String reason) throws IOException {
        Fixture.safetensors(header.replace('\'', '"'), bytes, file());
        assertThatThrownBy(() -> WeightsFile.read(file()))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file().toString())
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"-1", "100000001", "9223372036854775807", "1000"})
    void refusesHeadersThatCannotBe(long length) throws IOException {
        byte[] bytes = Arrays.copyOf(new byte[0], 100);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put((byte) '{');
        Files.write(file(), bytes);
        assertThatThrownBy(() -> WeightsFile.read(file()))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(Long.toUnsignedString(length));
    }
}
