package org.tresnet4j.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.coco.CocoPolicy.EmptyImages;
import org.tresnet4j.datasets.image.RgbImage;
import org.tresnet4j.runner.config.ConfigException;
import org.tresnet4j.runner.spi.Places;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Struct;

/** Every format from the files that its authors publish, made small. */
class SplitFilesTest {

    @TempDir
    Path root;

    private AnnotationIndex read(DataFormat format, String annotations, String images, SplitPart part) {
        SplitConfig config = new SplitConfig(
                format, Optional.ofNullable(annotations).map(Path::of), Path.of(images), Optional.ofNullable(part));
        return new SplitFiles("train", root, config, Places.UNKNOWN).read(EmptyImages.KEEP);
    }

    private static int label(AnnotatedImage image) {
        return image.annotations().get(0).classIndex();
    }

    @Test
    void coco() throws IOException {
        Files.writeString(root.resolve("a.json"), """
                {"images": [{"id": 1, "file_name": "x.jpg", "width": 8, "height": 8}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 7, "bbox": [1, 1, 3, 3]}],
                 "categories": [{"id": 3, "name": "cat"}, {"id": 7, "name": "dog"}]}
                """);
        AnnotationIndex index = read(DataFormat.COCO, "a.json", ".", null);
        assertThat(index.labels().names()).containsExactly("cat", "dog");
        assertThat(label(index.images().get(0))).isOne();
    }

    @Test
    void folder() throws IOException {
        Files.createDirectories(root.resolve("train/cat"));
        Files.createDirectories(root.resolve("train/dog"));
        Files.writeString(root.resolve("train/dog/1.jpg"), "");
        AnnotationIndex index = read(DataFormat.FOLDER, null, "train", null);
        assertThat(index.labels().names()).containsExactly("cat", "dog");
        assertThat(label(index.images().get(0))).isOne();
    }

    @Test
    void cifar() throws IOException {
        Files.writeString(
                root.resolve("fine_label_names.txt"),
                IntStream.range(0, 100).mapToObj(i -> "fine" + i).collect(Collectors.joining("\n")));
        byte[] record = new byte[2 + 3 * 1024];
        record[1] = 42;
        Arrays.fill(record, 2, 2 + 1024, (byte) 200);
        Files.write(root.resolve("test.bin"), record);
        AnnotationIndex index = read(DataFormat.CIFAR100, null, ".", SplitPart.TEST);
        AnnotatedImage image = index.images().get(0);
        assertThat(label(image)).isEqualTo(42);
        try (RgbImage pixels = Decoding.decoder().decode(image.file(), image.width(), image.height())) {
            assertThat(pixels.toBytes()).startsWith((byte) 200, (byte) 0, (byte) 0);
        }
    }

    @Test
    void cars() throws IOException {
        Cell names = Mat5.newCell(1, 1);
        names.set(0, Mat5.newString("Ford GT 2006"));
        Struct car = Mat5.newStruct(1, 1);
        for (String field : new String[] {"bbox_x1", "bbox_y1", "bbox_x2", "bbox_y2", "class"}) {
            car.set(field, 0, Mat5.newScalar(1));
        }
        car.set("fname", 0, Mat5.newString("00001.jpg"));
        Files.createDirectories(root.resolve("devkit"));
        Mat5.writeToFile(
                Mat5.newMatFile().addArray("class_names", names),
                root.resolve("devkit/cars_meta.mat").toFile());
        Mat5.writeToFile(
                Mat5.newMatFile().addArray("annotations", car),
                root.resolve("devkit/cars_train_annos.mat").toFile());
        Files.createDirectories(root.resolve("cars_train"));
        AnnotationIndex index = read(DataFormat.CARS, "devkit/cars_train_annos.mat", "cars_train", null);
        assertThat(index.labels().names()).containsExactly("Ford GT 2006");
        assertThat(index.images().get(0).file()).isEqualTo(root.resolve("cars_train/00001.jpg"));
    }

    @Test
    void flowers() throws IOException {
        Matrix labels = Mat5.newMatrix(1, 2);
        labels.setDouble(0, 102);
        labels.setDouble(1, 5);
        Mat5.writeToFile(
                Mat5.newMatFile().addArray("labels", labels),
                root.resolve("imagelabels.mat").toFile());
        Mat5.writeToFile(
                Mat5.newMatFile().addArray("trnid", Mat5.newScalar(1)).addArray("valid", Mat5.newScalar(2)),
                root.resolve("setid.mat").toFile());
        Files.createDirectories(root.resolve("jpg"));
        AnnotationIndex index = read(DataFormat.FLOWERS, ".", "jpg", SplitPart.TRAIN_AND_VALIDATION);
        assertThat(index.images()).extracting(SplitFilesTest::label).containsExactly(101, 4);
    }

    private List<String> missing(DataFormat format, Path annotations, String images) {
        SplitConfig config =
                new SplitConfig(format, Optional.ofNullable(annotations), Path.of(images), Optional.of(SplitPart.TEST));
        return new SplitFiles("train", root, config, Places.UNKNOWN)
                .missing().stream().map(ConfigException.Fault::toString).toList();
    }

    @Test
    void namesTheKeysOfFilesThatAreNotThere() {
        String joined = " does not exist; it is data.root joined with this key: correct one of them";
        assertThat(missing(DataFormat.FOLDER, null, "none"))
                .containsExactly("configuration: data.train.images: " + root.resolve("none") + joined);
        assertThat(missing(DataFormat.CARS, Path.of("none.mat"), "sub/../none"))
                .containsExactly(
                        "configuration: data.train.annotations: " + root.resolve("none.mat") + joined,
                        "configuration: data.train.images: " + root.resolve("none") + joined);
        Path absolute = root.resolve("none.json").toAbsolutePath();
        assertThat(missing(DataFormat.COCO, absolute, "."))
                .containsExactly(
                        "configuration: data.train.annotations: " + absolute + " does not exist; correct the path");
        assertThat(missing(DataFormat.COCO, root, ".")).isEmpty();
    }

    @Test
    void namesTheWholePathOfARootThatIsNotThere() {
        root = Path.of("no/such/folder");
        assertThat(missing(DataFormat.COCO, Path.of("a.json"), "."))
                .containsExactly("configuration: data.root: " + root.toAbsolutePath()
                        + " is not a folder; say where the data is: --set data.root=FOLDER");
    }

    @Test
    void onlySomeFormatsHaveAnAnnotationFile() {
        SplitConfig config = new SplitConfig(DataFormat.FOLDER, Optional.empty(), Path.of("."), Optional.empty());
        assertThatThrownBy(() -> new SplitFiles("test", root, config, Places.UNKNOWN).annotations())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data.test.format: folder has no annotation file");
    }
}
