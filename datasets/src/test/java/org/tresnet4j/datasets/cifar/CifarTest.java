package org.tresnet4j.datasets.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.datasets.DatasetException;
import org.tresnet4j.datasets.Pictures;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.image.ImageDecoder;
import org.tresnet4j.datasets.image.ImageException;
import org.tresnet4j.datasets.image.RgbImage;

class CifarTest {

    @TempDir
    Path folder;

    private final ImageDecoder decoder = new CifarDecoder(ImageDecoder.openCv());

    /** Labels, then planes of one colour but for the pixel (1, 0). */
    private static byte[] record(Color all, Color second, int... labels) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Arrays.stream(labels).forEach(bytes::write);
        int[][] levels = {
            {all.getRed(), second.getRed()}, {all.getGreen(), second.getGreen()}, {all.getBlue(), second.getBlue()}
        };
        for (int[] plane : levels) {
            for (int pixel = 0; pixel < 1024; pixel++) {
                bytes.write(plane[pixel == 1 ? 1 : 0]);
            }
        }
        return bytes.toByteArray();
    }

    private void write(String name, byte[]... records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] record : records) {
            bytes.write(record);
        }
        Files.write(folder.resolve(name), bytes.toByteArray());
    }

    private void names(String file, int count) throws IOException {
        Files.writeString(
                folder.resolve(file),
                IntStream.range(0, count).mapToObj(i -> "class" + i).collect(Collectors.joining("\n", "", "\n\n")));
    }

    private void tenInTrain() throws IOException {
        names("batches.meta.txt", 10);
        for (int i = 1; i <= 5; i++) {
            write(
                    "data_batch_" + i + ".bin",
                    record(Color.RED, Color.WHITE, i),
                    record(Color.GREEN, new Color(1, 2, 3), 9));
        }
    }

    @Test
    void readsTheFivePartsOfCifar10() throws IOException {
        tenInTrain();
        AnnotationIndex index = new CifarReader(CifarKind.CIFAR_10).read(folder, true);
        assertThat(index.labels().names()).hasSize(10).startsWith("class0");
        assertThat(index.images())
                .extracting(image -> image.annotations().get(0).classIndex())
                .containsExactly(1, 9, 2, 9, 3, 9, 4, 9, 5, 9);
        try (RgbImage image = decoder.decode(index.images().get(3).file(), 32, 32)) {
            assertThat(Pictures.at(image, 0, 0)).isEqualTo(Color.GREEN);
            assertThat(Pictures.at(image, 1, 0)).isEqualTo(new Color(1, 2, 3));
            assertThat(Pictures.at(image, 0, 1)).isEqualTo(Color.GREEN);
        }
    }

    @Test
    void takesTheFineLabelOfCifar100() throws IOException {
        names("fine_label_names.txt", 100);
        write("test.bin", record(Color.RED, Color.WHITE, 3, 77), record(Color.BLUE, Color.WHITE, 3, 99));
        AnnotationIndex index = new CifarReader(CifarKind.CIFAR_100).read(folder, false);
        assertThat(index.images())
                .extracting(image -> image.annotations().get(0).classIndex())
                .containsExactly(77, 99);
        try (RgbImage image = decoder.decode(index.images().get(1).file())) {
            assertThat(Pictures.at(image, 5, 5)).isEqualTo(Color.BLUE);
            assertThat(Pictures.at(image, 1, 0)).isEqualTo(Color.WHITE);
        }
    }

    @Test
    void decodesOtherFilesAsUsual() throws IOException {
        Path file = Pictures.write(Pictures.plain(3, 2, Color.RED), folder.resolve("a.png"));
        try (RgbImage image = decoder.decode(file)) {
            assertThat(image.width()).isEqualTo(3);
        }
    }

    @Test
    void namesAMissingPart() throws IOException {
        tenInTrain();
        Files.delete(folder.resolve("data_batch_3.bin"));
        assertThatThrownBy(() -> new CifarReader(CifarKind.CIFAR_10).read(folder, true))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("data_batch_3.bin: does not exist");
    }

    @Test
    void refusesAFileThatIsCutOff() throws IOException {
        tenInTrain();
        byte[] whole = record(Color.RED, Color.RED, 1);
        write("data_batch_2.bin", whole, Arrays.copyOf(whole, 100));
        assertThatThrownBy(() -> new CifarReader(CifarKind.CIFAR_10).read(folder, true))
                .hasMessageContaining("data_batch_2.bin: is cut off in record 1");
    }

    @Test
    void refusesALabelBeyondTheClasses() throws IOException {
        tenInTrain();
        write("data_batch_5.bin", record(Color.RED, Color.RED, 10));
        assertThatThrownBy(() -> new CifarReader(CifarKind.CIFAR_10).read(folder, true))
                .hasMessageContaining("data_batch_5.bin: record 0 has the label 10, but there are 10 classes");
    }

    @Test
    void refusesAnotherNumberOfNames() throws IOException {
        names("batches.meta.txt", 9);
        assertThatThrownBy(() -> new CifarReader(CifarKind.CIFAR_10).read(folder, true))
                .hasMessageContaining("has the names of 9 classes, expected 10");
    }

    @Test
    void refusesARecordThatIsNotThere() throws IOException {
        tenInTrain();
        Path file = folder.resolve("data_batch_1.bin");
        assertThatThrownBy(() -> decoder.decode(file.resolve("2")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("beyond the end");
        assertThatThrownBy(() -> decoder.decode(file.resolve("x"))).hasMessageContaining("not a record");
    }
}
