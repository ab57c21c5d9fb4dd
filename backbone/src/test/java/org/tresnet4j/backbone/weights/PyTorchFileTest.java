package org.tresnet4j.backbone.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch wrote, whole and damaged. */
class PyTorchFileTest {

    @TempDir
    private Path folder;

    private StateDict types() throws IOException {
        return WeightsFile.read(Fixture.copy("types.pth", folder));
    }

    private float[] floats(String name) throws IOException {
        return types().tensors().get(name).toFloats();
    }

    @Test
    void keepsNamesInTheOrderOfTheFile() throws IOException {
        assertThat(types().tensors().keySet())
                .containsExactly(
                        "float64",
                        "float32",
                        "float16",
                        "bfloat16",
                        "int64",
                        "int32",
                        "int16",
                        "int8",
                        "uint8",
                        "bool",
                        "transposed",
                        "every-other",
                        "tail",
                        "empty",
                        "parameter");
    }

    @Test
    void readsEveryType() throws IOException {
        assertThat(types().tensors().get("float64").toDoubles())
                .containsExactly(-1 / 3d, -0.5 / 3, 0, 0.5 / 3, 1 / 3d, 0.5);
        assertThat(floats("float32")).containsExactly(-1, -0.5f, 0, 0.5f, 1, 1.5f);
        assertThat(floats("float16"))
                .containsExactly(1.5f, -2, 65504, 0x1p-24f, 0x1p-14f, Float.POSITIVE_INFINITY, Float.NaN, -0f);
        assertThat(floats("bfloat16")).containsExactly(1.5f, -2, 0x1.c4p127f, 0x1p-133f, 0x1.9ap-4f);
        assertThat(floats("int64")).containsExactly(7);
        assertThat(floats("int32")).containsExactly(-3, 4);
        assertThat(floats("int16")).containsExactly(-3, 4);
        assertThat(floats("int8")).containsExactly(-3, 4);
        assertThat(floats("uint8")).containsExactly(250, 4);
        assertThat(floats("bool")).containsExactly(1, 0);
    }

    @Test
    void readsShapesOfAnyNumberOfSides() throws IOException {
        Map<String, Tensor> tensors = types().tensors();
        assertThat(tensors.get("float32").shape()).containsExactly(2, 3);
        assertThat(tensors.get("int64").shape()).isEmpty();
        assertThat(tensors.get("empty").shape()).containsExactly(0, 3);
        assertThat(tensors.get("empty").toFloats()).isEmpty();
    }

    @Test
    void followsStrides() throws IOException {
        assertThat(types().tensors().get("transposed").shape()).containsExactly(3, 2);
        assertThat(floats("transposed")).containsExactly(-1, 0.5f, -0.5f, 1, 0, 1.5f);
    }

    @Test
    void readsTensorsThatShareAStorage() throws IOException {
        assertThat(floats("every-other")).containsExactly(1, 3, 5, 7, 9);
        assertThat(floats("tail")).containsExactly(6, 7, 8, 9);
    }

    @Test
    void takesTheClassNamesOfTheFile() throws IOException {
        assertThat(types().classes()).containsExactly("cat", "dog", "owl");
    }

    @Test
    void readsNewerPicklesAndBareStateDicts() throws IOException {
        StateDict weights = WeightsFile.read(Fixture.copy("protocol4.pth", folder));
        assertThat(weights.tensors().get("a").toFloats()).containsExactly(-1, -0.5f, 0, 0.5f, 1, 1.5f);
        assertThat(weights.tensors().get("b").toFloats()).containsExactly(-1, -0.5f);
        assertThat(weights.classes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x/", "a very long name of an archive, with spaces (1)/", "données/é/", "nested/data/"})
    void readsWhateverTheFolderInsideIsCalled(String prefix) throws IOException {
        Path file = Fixture.stored(
                Fixture.entries("types.pth"), name -> name.replace("types/", prefix), folder.resolve("renamed.pth"));
        assertThat(WeightsFile.read(file).tensors()).hasSize(15);
    }

    @Test
    void readsWhateverTheFileIsCalled() throws IOException {
        Path file = Files.move(Fixture.copy("types.pth", folder), folder.resolve("weights.safetensors"));
        assertThat(WeightsFile.read(file).tensors()).hasSize(15);
    }

    @Test
    void refusesOtherClassesByName() throws IOException {
        assertThatThrownBy(() -> WeightsFile.read(Fixture.copy("namespace.pth", folder)))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("namespace.pth: has an object of the class argparse.Namespace in it");
    }

    @Test
    void executesNothing() {
        assertThatThrownBy(() -> WeightsFile.read(Fixture.copy("evil.pth", folder)))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("posix.system");
        assertThat(Path.of("executed")).doesNotExist();
    }

    @Test
    void refusesTheFormatBeforeZipAndSaysHowToConvertIt() {
        assertThatThrownBy(() -> WeightsFile.read(Fixture.copy("legacy.pth", folder)))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("legacy.pth")
                .hasMessageContaining("before 1.6")
                .hasMessageContaining("torch.save(torch.load(OLD");
    }

    @Test
    void refusesAFileCutShort() throws IOException {
        byte[] whole = Fixture.bytes("types.pth");
        for (int length : new int[] {40, whole.length / 2, whole.length - 1}) {
            Path file = Files.write(folder.resolve("cut.pth"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> WeightsFile.read(file))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("cut.pth");
        }
    }

    @Test
    void noticesAFlippedBit() throws IOException {
        byte[] bytes = Fixture.bytes("protocol4.pth");
        byte[] minusOne = {0, 0, (byte) 0x80, (byte) 0xbf, 0, 0, 0, (byte) 0xbf};
        int at = indexOf(bytes, minusOne);
        bytes[at + 2] ^= 1;
        Path file = Files.write(folder.resolve("flipped.pth"), bytes);
        assertThatThrownBy(() -> WeightsFile.read(file)).hasMessageContaining("checksum");
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i <= bytes.length - part.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }

    @Test
    void namesAMissingStorage() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>(Fixture.entries("protocol4.pth"));
        entries.keySet().removeIf(name -> name.endsWith("data/1"));
        Path file = Fixture.stored(entries, UnaryOperator.identity(), folder.resolve("x.pth"));
        assertThatThrownBy(() -> WeightsFile.read(file)).hasMessageContaining("data/1 is missing");
    }

    @Test
    void refusesAStorageOfAnotherSizeThanThePickleSays() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>(Fixture.entries("protocol4.pth"));
        entries.replaceAll((name, bytes) -> name.endsWith("data/0") ? Arrays.copyOf(bytes, 20) : bytes);
        Path file = Fixture.stored(entries, UnaryOperator.identity(), folder.resolve("x.pth"));
        assertThatThrownBy(() -> WeightsFile.read(file))
                .hasMessageContaining("data/0 has 20 bytes, but 6 numbers of 4 bytes are expected");
    }

    @Test
    void refusesCompressedEntries() throws IOException {
        Path file = folder.resolve("deflated.pth");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry :
                    Fixture.entries("protocol4.pth").entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        assertThatThrownBy(() -> WeightsFile.read(file)).hasMessageContaining("compressed");
    }

    @Test
    void refusesBigEndianFiles() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>(Fixture.entries("protocol4.pth"));
        entries.put("protocol4/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
        Path file = Fixture.stored(entries, UnaryOperator.identity(), folder.resolve("x.pth"));
        assertThatThrownBy(() -> WeightsFile.read(file)).hasMessageContaining("byte order 'big'");
    }

    @Test
    void refusesOtherZipFiles() throws IOException {
        Path other = Fixture.stored(
                Map.of("readme.txt", new byte[3]), UnaryOperator.identity(), folder.resolve("other.zip"));
        assertThatThrownBy(() -> WeightsFile.read(other)).hasMessageContaining("not one of PyTorch");
        Path own = Fixture.stored(
                Map.of("tresnet4j.json", new byte[3]), UnaryOperator.identity(), folder.resolve("own.zip"));
        assertThatThrownBy(() -> WeightsFile.read(own)).hasMessageContaining("tresnet export");
    }

    @Test
    void refusesWhatIsNeitherFormat() throws IOException {
        Path page = Files.writeString(folder.resolve("page.pth"), "<!DOCTYPE html><html>not found</html>");
        assertThatThrownBy(() -> WeightsFile.read(page)).hasMessageContaining("it begins with '<!DOCTYPE html><'");
        Path empty = Files.createFile(folder.resolve("empty.pth"));
        assertThatThrownBy(() -> WeightsFile.read(empty)).hasMessageContaining("empty");
        Path pointer = Files.writeString(folder.resolve("p.pth"), "version https://git-lfs.github.com/spec/v1\n");
        assertThatThrownBy(() -> WeightsFile.read(pointer)).hasMessageContaining("git lfs pull");
        assertThatThrownBy(() -> WeightsFile.read(folder)).hasMessageContaining("is not a file");
        assertThatThrownBy(() -> WeightsFile.read(folder.resolve("none.pth"))).hasMessageContaining("does not exist");
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 0", "2, 2, 0", "2, 1, 1", "2, 1, -1", "2, -1, 1", "2147483647, 0, 0", "-1, 1, 0"})
    void refusesWindowsThatReachBeyondTheirStorage(int length, int stride, int offset) throws IOException {
        Path file = window(length, stride, offset);
        assertThatThrownBy(() -> WeightsFile.read(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("window.pth: tensor a: has the shape [" + length + "]");
    }

    @Test
    void readsWindowsWithinTheirStorage() throws IOException {
        assertThat(WeightsFile.read(window(2, 1, 0)).tensors().get("a").length())
                .isEqualTo(2);
        assertThat(WeightsFile.read(window(1, 5, 1)).tensors().get("a").length())
                .isOne();
    }

    @Test
    void leavesOutWhatDataParallelPutsBeforeEveryName() throws IOException {
        assertThat(WeightsFile.read(named("module.a")).tensors()).containsOnlyKeys("a");
        assertThat(WeightsFile.read(named("module._orig_mod.a")).tensors()).containsOnlyKeys("a");
        assertThat(WeightsFile.read(named("module.a", "b")).tensors()).containsOnlyKeys("module.a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "state_dict", "ema", "model_ema", "state_dict_ema"})
    void looksIntoTheContainersOfTrainingPrograms(String container) throws IOException {
        byte[] inside = dictionary(Map.of("module.a", tensor(0)));
        Path file = pickled(dictionary(Map.of(container, inside, "epoch", latin("K\7"))));
        assertThat(WeightsFile.read(file).tensors()).containsOnlyKeys("a");
    }

    @Test
    void takesTheAveragedWeightsWhereThereAreBoth() throws IOException {
        Map<String, byte[]> both = new LinkedHashMap<>();
        both.put("state_dict", dictionary(Map.of("a", tensor(0))));
        both.put("state_dict_ema", dictionary(Map.of("a", tensor(1))));
        assertThat(WeightsFile.read(pickled(dictionary(both)))
                        .tensors()
                        .get("a")
                        .toFloats())
                .containsExactly(2);
    }

    private Path named(String... names) throws IOException {
        Map<String, byte[]> tensors = new LinkedHashMap<>();
        for (String name : names) {
            tensors.put(name, tensor(0));
        }
        return pickled(dictionary(tensors));
    }

    /** On a storage of the floats 1 and 2. */
    private Path pickled(byte[] object) throws IOException {
        byte[] storage = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1)
                .putFloat(2)
                .array();
        return Fixture.pickled(Bytes.concat(object, latin(".")), Map.of("0", storage), folder.resolve("made.pth"));
    }

    /** A pickled dict. */
    private static byte[] dictionary(Map<String, byte[]> values) {
        byte[] dictionary = latin("}");
        for (Map.Entry<String, byte[]> entry : values.entrySet()) {
            byte[] key = Bytes.concat(latin("X" + (char) entry.getKey().length() + "\0\0\0"), latin(entry.getKey()));
            dictionary = Bytes.concat(dictionary, key, entry.getValue(), latin("s"));
        }
        return dictionary;
    }

    /** A pickled tensor of one number. */
    private static byte[] tensor(int offset) {
        return latin("ctorch._utils\n_rebuild_tensor_v2\n((X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0000"
                + "X\3\0\0\0cpuK\2tQK" + (char) offset + "K\1\u0085K\1\u0085tR");
    }

    /** {@code {'a': tensor}}: of the shape [length], on a storage of two floats. */
    private Path window(int length, int stride, int offset) throws IOException {
        ByteBuffer pickle = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        pickle.put(latin("}X\1\0\0\0actorch._utils\n_rebuild_tensor_v2\n"));
        pickle.put(latin("((X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0000X\3\0\0\0cpuK\2tQ"));
        pickle.put(latin("J")).putInt(offset);
        pickle.put(latin("J")).putInt(length).put(latin("\u0085"));
        pickle.put(latin("J")).putInt(stride).put(latin("\u0085"));
        pickle.put(latin("tRs."));
        byte[] bytes = Arrays.copyOf(pickle.array(), pickle.position());
        return Fixture.pickled(bytes, Map.of("0", new byte[8]), folder.resolve("window.pth"));
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
