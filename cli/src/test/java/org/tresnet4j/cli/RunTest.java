package org.tresnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** train, then eval and predict with what it left; and demo, which does it all. */
class RunTest {

    private final Shell shell = new Shell();

    @TempDir
    private Path folder;

    private Path run;

    @BeforeEach
    void train() throws IOException {
        run = folder.resolve("run");
        Path config = Files.writeString(folder.resolve("toy.yaml"), ToyProvider.YAML);
        Shell.Result result = shell.run("train", config, "--set", "train.epochs=1", "--out", run);
        assertThat(result.err()).contains("epoch 1/1");
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains(
                        "best: epoch 1",
                        "mAP",
                        "66.6667",
                        run.resolve("report.html").toString())
                .contains("checkpoint  " + run.resolve("checkpoints").resolve("best.zip"));
    }

    @Test
    void evaluates() throws IOException {
        Path json = folder.resolve("new").resolve("eval.json");
        Shell.Result result = shell.run("eval", run, "--json", json);
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("mAP", "66.6667", "left", "right");
        JsonNode numbers = new ObjectMapper().readTree(json.toFile());
        assertThat(numbers.get("mAP").asDouble()).isEqualTo(200.0 / 3);
        assertThat(numbers.get("mAP by class").fieldNames()).toIterable().containsExactlyInAnyOrder("left", "right");

        assertThat(shell.run("eval", run, "--split", "test").out()).contains("50.0000");
    }

    @Test
    void namesTheSplits() {
        Shell.Result result = shell.run("eval", run, "--split", "train");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("there is no split 'train'; there are val, test");
    }

    @Test
    void refusesUnknownKeysAlsoWithACheckpoint() {
        Shell.Result result = shell.run("eval", run, "--set", "data.rot=x");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("data.rot", "data.root");
    }

    @Test
    void predictsFilesAndFolders() throws IOException {
        Path images = Files.createDirectories(folder.resolve("images"));
        for (String name : new String[] {"b.JPG", "a.png", "c.webp", "d.bmp", "e.jpeg", "notes.txt", "jpg"}) {
            Files.writeString(images.resolve(name), "");
        }
        Files.createDirectory(images.resolve("folder.png"));
        Path single = Files.writeString(folder.resolve("single.tif"), "");

        Path out = folder.resolve("predicted");
        Shell.Result result = shell.run("predict", run, single, images, "--out", out);
        assertThat(result.code()).isZero();
        assertThat(out.resolve("names.txt")).hasContent("single.tif\na.png\nb.JPG\nc.webp\nd.bmp\ne.jpeg");
        assertThat(result.out())
                .contains(
                        "6 images predicted, 1 skipped",
                        out.resolve("names.txt").toString());
        assertThat(result.err()).contains("skipped: x.jpg: broken");

        assertThat(shell.run("predict", run, single).code()).isZero();
        assertThat(run.resolve("predictions").resolve("names.txt")).hasContent("single.tif");
    }

    @Test
    void doesNotWriteOverTheImages() throws IOException {
        Path photographs = Files.createDirectories(folder.resolve("photographs"));
        Path image = Files.writeString(photographs.resolve("a.jpg"), "mine");
        Shell.Result result = shell.run(
                "predict", run, image, "--out", photographs.resolve("..").resolve("photographs"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("holds the image a.jpg, which the annotated one would replace");
        assertThat(photographs).isDirectoryNotContaining("glob:**/names.txt");
    }

    @Test
    void demonstrates() throws IOException {
        for (String task : new String[] {"multilabel", "detection"}) {
            Path configs = Files.createDirectories(folder.resolve("configs").resolve(task));
            Files.writeString(configs.resolve("tiny-shapes.yaml"), ToyProvider.YAML);
        }
        Path data = folder.resolve("shapes");
        Path demo = folder.resolve("demo");
        Shell home = new Shell(Optional.of(folder));

        Shell.Result misspelt = home.run("demo", "--data", data, "--set", "train.epoch=1");
        assertThat(misspelt.code()).isEqualTo(2);
        assertThat(data).doesNotExist();

        Shell.Result result = home.run("demo", "--data", data, "--out", demo, "--set", "train.epochs=1");
        assertThat(result.err()).contains("drawing shapes");
        assertThat(result.code()).isZero();
        for (String task : new String[] {"multilabel", "detection"}) {
            Path run = demo.resolve(task);
            assertThat(result.out())
                    .contains("12 images predicted", run.resolve("report.html").toString());
            assertThat(run.resolve("config.yaml")).content().contains(data.toString());
            assertThat(Files.readAllLines(run.resolve("predictions").resolve("names.txt")))
                    .hasSize(12)
                    .first()
                    .isEqualTo("000001.jpg");
        }

        Path other = folder.resolve("other");
        assertThat(home.run("demo", "--task", "detection", "--data", data, "--out", other, "--set", "train.epochs=1")
                        .code())
                .isZero();
        assertThat(other.resolve("multilabel")).doesNotExist();
    }
}
