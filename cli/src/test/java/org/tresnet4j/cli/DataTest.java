package org.tresnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataTest {

    private static final String TRAIN = """
            {"categories": [{"id": 5, "name": "cat"}, {"id": 3, "name": "traffic light"}],
             "images": [{"id": 1, "file_name": "a.png", "width": 60, "height": 40},
                        {"id": 2, "file_name": "b.png", "width": 60, "height": 40}],
             "annotations": [
               {"id": 1, "image_id": 1, "category_id": 5, "bbox": [0, 0, 50, 20], "area": 500, "iscrowd": 0},
               {"id": 2, "image_id": 1, "category_id": 3, "bbox": [5, 5, 6, 30]},
               {"id": 3, "image_id": 2, "category_id": 5, "bbox": [5, 5, 40, 30]}]}
            """;

    private static final String VALIDATION = """
            {"categories": [{"id": 5, "name": "cat"}, {"id": 3, "name": "traffic light"}],
             "images": [{"id": 1, "file_name": "c.png", "width": 60, "height": 40}],
             "annotations": [{"id": 1, "image_id": 1, "category_id": 5, "bbox": [10, 10, 10, 10]}]}
            """;

    private final Shell shell = Shell.ofInstalledTasks();

    @TempDir
    private Path folder;

    private Path pictures;

    @BeforeEach
    void data() throws IOException {
        pictures = Files.createDirectory(folder.resolve("pictures"));
        for (String name : List.of("a", "b", "c")) {
            picture(name + ".png", 60, 40);
        }
        Files.writeString(folder.resolve("train.json"), TRAIN);
        Files.writeString(folder.resolve("val.json"), VALIDATION);
    }

    private void picture(String name, int width, int height) throws IOException {
        ImageIO.write(
                new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB),
                "png",
                pictures.resolve(name).toFile());
    }

    private Path config(String task, String more) throws IOException {
        return Files.writeString(folder.resolve(task + ".yaml"), """
                task: %s
                data:
                  root: %s
                  train: {annotations: train.json, images: pictures}
                  validation: {annotations: val.json, images: pictures}
                  batchSize: 1
                train:
                  epochs: 1
                  optimizer: {learningRate: 0.1}
                %s
                """.formatted(task, folder, more));
    }

    private Path multilabel() throws IOException {
        return config("multilabel", "model: {variant: tiny, size: 32}");
    }

    private Path detection() throws IOException {
        return config("detection", "images: {shortSides: [64], longSide: 64}\nmodel: {variant: tiny}");
    }

    @Test
    void checkIsContentWithSoundData() throws IOException {
        for (Path sound : List.of(detection(), multilabel())) {
            Shell.Result result = shell.run("data", "check", sound);
            assertThat(result.code()).isZero();
            assertThat(result.out().lines())
                    .containsExactly(
                            "train: 2 images, 3 annotations, 2 categories",
                            "validation: 1 images, 1 annotations, 2 categories",
                            "Nothing that training would fail on.");
        }
    }

    @Test
    void checkTellsWhatIsBrokenWithItsPlace() throws IOException {
        Files.delete(pictures.resolve("b.png"));
        picture("c.png", 30, 40);
        Files.writeString(folder.resolve("train.json"), TRAIN.replace("[5, 5, 6, 30]", "[5, 5, 0, 30]"));
        Path json = folder.resolve("out/check.json");
        Shell.Result result = shell.run("data", "check", detection(), "--json", json);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("checking train: ", "checking validation: ");
        assertThat(result.out())
                .containsPattern("pictures that are missing +1 +fails")
                .containsPattern("boxes without area +1 +left out")
                .contains("    image 2: " + pictures.resolve("b.png") + ": does not exist")
                .contains("    annotation 2: bbox [5.0, 5.0, 0.0, 30.0] of image 1 (a.png)")
                .containsPattern("pictures of another size than annotated +1 +fails")
                .endsWith("Training would fail: repair what fails." + System.lineSeparator());

        JsonNode written = new ObjectMapper().readTree(json.toFile());
        assertThat(written.get("broken").asBoolean()).isTrue();
        JsonNode missing = written.at("/splits/0/problems/0");
        assertThat(missing.get("problem").asText()).isEqualTo("missing_picture");
        assertThat(missing.get("count").asInt()).isEqualTo(1);
        assertThat(missing.get("in_training").asText()).isEqualTo("fails");
        assertThat(missing.at("/findings/0/record").asText()).isEqualTo("image 2");
    }

    @Test
    void checkTakesAnAnnotationFile() throws IOException {
        Files.delete(pictures.resolve("b.png"));
        Shell.Result result = shell.run("data", "check", folder.resolve("train.json"), "--images", pictures);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .startsWith("train.json: 2 images, 3 annotations, 2 categories")
                .contains("    image 2: " + pictures.resolve("b.png") + ": does not exist");
    }

    @Test
    void checkTellsWhatSharedPicturesMean() throws IOException {
        Files.writeString(
                folder.resolve("val.json"),
                TRAIN.replace("\"images\": [", "\"images\": [{\"id\": 3, \"file_name\": \"c.png\"},"));
        Shell.Result some = shell.run("data", "check", detection());
        assertThat(some.code()).isZero();
        assertThat(some.out().lines())
                .endsWith(
                        "validation shares 2 of its 3 pictures with train: its figures will say less about new pictures.",
                        "Training would run, but its figures would mislead: give every split pictures of its own, as"
                                + " 'tresnet data split' does.");

        Path json = folder.resolve("check.json");
        Shell.Result all = shell.run(
                "data", "check", detection(), "--json", json, "--set", "data.validation.annotations=train.json");
        assertThat(all.out())
                .contains("validation shares 2 of its 2 pictures with train:"
                        + " its figures will say nothing about new pictures.");
        assertThat(new ObjectMapper()
                        .readTree(json.toFile())
                        .at("/splits/1/shared_pictures/train")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void checkTellsEveryPathThatLeadsToNothingWithItsLine() throws IOException {
        Path config = detection();
        Files.delete(folder.resolve("train.json"));
        Shell.Result result = shell.run("data", "check", config, "--set", "data.validation.images=none");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("tresnet data check: " + config + ":4: data.train.annotations: "
                                        + folder.resolve("train.json") + " does not exist"),
                        line -> assertThat(line)
                                .startsWith("--set data.validation.images=none: data.validation.images: "
                                        + folder.resolve("none") + " does not exist"));
    }

    @Test
    void checkFollowsTheConfigurationsPolicy() throws IOException {
        Files.delete(pictures.resolve("b.png"));
        Shell.Result result = shell.run("data", "check", detection(), "--set", "data.onCorruptImage=skip");
        assertThat(result.code()).isZero();
        assertThat(result.out()).containsPattern("pictures that are missing +1 +left out");
    }

    @Test
    void checkShowsTheFirstOfMany() throws IOException {
        String box = "{\"id\": %d, \"image_id\": 1, \"category_id\": 5, \"bbox\": [1, 1, 0, 0]}";
        StringBuilder boxes = new StringBuilder();
        for (int id = 10; id < 30; id++) {
            boxes.append(box.formatted(id)).append(",");
        }
        Files.writeString(
                folder.resolve("train.json"), TRAIN.replace("\"annotations\": [", "\"annotations\": [" + boxes));
        assertThat(shell.run("data", "check", detection()).out())
                .contains("annotation 10:", "annotation 19:", "and 10 more: --json FILE has all")
                .doesNotContain("annotation 20:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "stats"})
    void aFolderThatIsNotThereIsAFaultOfTheConfiguration(String command) throws IOException {
        Shell.Result result = shell.run("data", command, detection(), "--set", "data.root=" + folder.resolve("no"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("data.root", "is not a folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "stats"})
    void aTaskWithoutAnnotatedImagesIsRefused(String command) throws IOException {
        Path toy = Files.writeString(folder.resolve("toy.yaml"), ToyProvider.YAML);
        Shell.Result result = shell.run("data", command, toy);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("the task toy has no annotated images");
    }

    @Test
    void statsCountsEverySplit() throws IOException {
        Shell.Result result = shell.run("data", "stats", multilabel());
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .containsPattern("split +train +validation")
                .containsPattern("images +2 +1")
                .containsPattern("objects +3 +1")
                .containsPattern("objects, small +2 +1")
                .containsPattern("objects, medium +1 +0")
                .containsPattern("traffic light +1 +0")
                .containsPattern("32-48 +1 +0")
                .containsPattern("1.4-1.6 +2 +1")
                .contains("train: 60x40 (2)");
    }

    @Test
    void statsDrawsTheHistograms() throws IOException {
        Path out = folder.resolve("charts");
        Shell.Result result = shell.run("data", "stats", detection(), "--out", out);
        assertThat(result.code()).isZero();
        for (String name : List.of(
                "class-images",
                "class-objects",
                "object-sizes",
                "image-short-sides",
                "image-long-sides",
                "image-aspects")) {
            Path file = out.resolve(name + ".png");
            assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(1200);
            assertThat(result.out()).contains(file.toString());
        }
    }

    /** Ten pictures with a cat; two of them also have a traffic light, and two pictures have nothing. */
    private Path oneFile() throws IOException {
        List<String> images = new ArrayList<>();
        List<String> annotations = new ArrayList<>();
        for (int id = 0; id < 12; id++) {
            images.add("{\"id\": %d, \"file_name\": \"%d.png\"}".formatted(id, id));
            annotations.add("{\"id\": %d, \"image_id\": %d, \"category_id\": %d, \"bbox\": [1, 1, 9, 9]}"
                    .formatted(id, id < 10 ? id : id - 10, id < 10 ? 5 : 3));
        }
        return Files.writeString(
                folder.resolve("instances_default.json"),
                TRAIN.replaceAll(
                        "(?s)\"images\".*", "\"images\": " + images + ", \"annotations\": " + annotations + "}"));
    }

    @Test
    void splitMakesTheFilesOfEveryPart() throws IOException {
        Path out = folder.resolve("parts");
        Shell.Result result =
                shell.run("data", "split", oneFile(), "--out", out, "--validation", "0.25", "--test", "0.25");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(files(out))
                .containsExactly("instances_test.json", "instances_train.json", "instances_validation.json");
        assertThat(result.out().lines())
                .containsExactly(
                        "  class              train: images  objects  validation: images  objects  test: images  objects",
                        "  all                            6        6                   3        4             3        2",
                        "  (without objects)              1        0                   0        0             1        0",
                        "  cat                            5        5                   3        3             2        2",
                        "  traffic light                  1        1                   1        1             0        0",
                        "",
                        "In the recipe, FOLDER being that of the pictures, for every part the same:",
                        "data:",
                        "  train:",
                        "    annotations: " + out.resolve("instances_train.json"),
                        "    images: FOLDER",
                        "  validation:",
                        "    annotations: " + out.resolve("instances_validation.json"),
                        "    images: FOLDER",
                        "  test:",
                        "    annotations: " + out.resolve("instances_test.json"),
                        "    images: FOLDER");
    }

    @Test
    void splitMakesWhatTheOtherCommandsRead() throws IOException {
        Path out = folder.resolve("parts");
        assertThat(shell.run("data", "split", oneFile(), "--out", out).code()).isZero();
        assertThat(files(out)).containsExactly("instances_train.json", "instances_validation.json");
        for (int id = 0; id < 12; id++) {
            picture(id + ".png", 60, 40);
        }
        Shell.Result checked = shell.run(
                "data",
                "check",
                detection(),
                "--set",
                "data.train.annotations=" + out.resolve("instances_train.json"),
                "--set",
                "data.validation.annotations=" + out.resolve("instances_validation.json"));
        assertThat(checked.code()).isZero();
        assertThat(checked.out()).doesNotContain("in an earlier split");
    }

    @Test
    void splitReplacesNothing() throws IOException {
        Path out = Files.createDirectory(folder.resolve("parts"));
        Path earlier = Files.writeString(out.resolve("instances_test.json"), "");
        Shell.Result result = shell.run("data", "split", oneFile(), "--out", out);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(earlier + " already exists; remove it or choose another --out");
        assertThat(files(out)).containsExactly("instances_test.json");
        assertThat(shell.run("data", "split", oneFile(), "--out", earlier).err())
                .contains(earlier + " is a file; choose another --out");
    }

    @Test
    void splitTellsWhatIsWrongWithTheFile() throws IOException {
        Path out = folder.resolve("parts");
        Shell.Result none = shell.run("data", "split", folder.resolve("none.json"), "--out", out);
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("none.json: does not exist");
        Shell.Result recipe = shell.run("data", "split", detection(), "--out", out);
        assertThat(recipe.code()).isEqualTo(1);
        assertThat(recipe.err()).contains("detection.yaml: is not JSON");
        Shell.Result one = shell.run("data", "split", folder.resolve("val.json"), "--out", out);
        assertThat(one.code()).isEqualTo(1);
        assertThat(one.err()).contains("val.json: none of its 1 images is left for validation");
        assertThat(out).doesNotExist();
    }

    @Test
    void cropMakesAFolderOfClassesOfEverySplit() throws IOException {
        Path out = folder.resolve("crops");
        Shell.Result result = shell.run("data", "crop", detection(), "--out", out, "--format", "png");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        // the traffic light is 6 pixels wide
        assertThat(files(out)).containsExactly("train/cat/a_1.png", "train/cat/b_3.png", "val/cat/c_1.png");
        assertThat(result.out())
                .contains(out.resolve("train") + ": 2 pictures; left out: 1 small, 0 crowds")
                .containsPattern("traffic light +0");
        assertThat(ImageIO.read(out.resolve("val/cat/c_1.png").toFile()).getWidth())
                .as("10 and a tenth on each side")
                .isEqualTo(12);
    }

    @Test
    void cropTakesAnAnnotationFile() throws IOException {
        Path out = folder.resolve("crops");
        Shell.Result result = shell.run(
                "data",
                "crop",
                folder.resolve("train.json"),
                "--images",
                pictures,
                "--out",
                out,
                "--min-side",
                "0",
                "--margin",
                "0");
        assertThat(result.code()).isZero();
        assertThat(files(out)).containsExactly("cat/a_1.jpg", "cat/b_3.jpg", "traffic light/a_2.jpg");
        assertThat(shell.run("data", "crop", detection(), "--out", out).err()).contains("already holds files");
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }
}
