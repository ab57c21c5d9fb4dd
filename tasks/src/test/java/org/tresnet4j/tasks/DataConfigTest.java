package org.tresnet4j.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.datasets.coco.CocoSplit;
import org.tresnet4j.runner.config.ConfigException;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.config.Key;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.spi.Places;
import org.tresnet4j.runner.spi.TaskContext;
import org.tresnet4j.runner.spi.TaskProvider;
import org.tresnet4j.runner.spi.TrainingTask;

class DataConfigTest {

    private static final String YAML = """
            task: images
            data:
              root: data
              train: {annotations: train.json, images: train}
              validation: {annotations: val.json, images: val}
              batchSize: 2
            train:
              epochs: 1
              optimizer: {learningRate: 0.1}
            """;

    @TempDir
    private Path folder;

    record Sections(@Key("the images") DataConfig data) {}

    /** Of no use but for its keys. */
    private static final class Images implements TaskProvider<Sections> {

        @Override
        public String name() {
            return "images";
        }

        @Override
        public Class<Sections> configType() {
            return Sections.class;
        }

        @Override
        public TrainingTask create(Sections config, TaskContext context) {
            throw new UnsupportedOperationException();
        }
    }

    private static Experiment<?> experiment(String... overrides) {
        return new ConfigLoader(Tasks.of(new Images())).parse("images.yaml", YAML, List.of(overrides));
    }

    private static DataConfig config(String... overrides) {
        return ((Sections) experiment(overrides).task()).data();
    }

    private static List<CocoSplit> splits(String... overrides) {
        Experiment<?> experiment = experiment(overrides);
        return ((Sections) experiment.task()).data().splits(experiment.places());
    }

    private void files(String... names) throws IOException {
        for (String name : names) {
            Files.writeString(folder.resolve(name), "");
        }
    }

    @Test
    void everyPathThatLeadsToNothingIsToldWithItsPlace() throws IOException {
        files("train.json", "val");
        String joined = " does not exist; it is data.root joined with this key: correct one of them";
        assertThatThrownBy(() -> splits(
                        "data.root=" + folder,
                        "data.validation.annotations=none/val.json",
                        "data.test={annotations: test.json, images: test}"))
                .isInstanceOf(ConfigException.class)
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .containsExactly(
                                "images.yaml:4: data.train.images: " + folder.resolve("train") + joined,
                                "--set data.validation.annotations=none/val.json: data.validation.annotations: "
                                        + folder.resolve("none/val.json") + joined,
                                "--set data.test={annotations: test.json, images: test}: data.test.annotations: "
                                        + folder.resolve("test.json") + joined,
                                "--set data.test={annotations: test.json, images: test}: data.test.images: "
                                        + folder.resolve("test") + joined));
    }

    @Test
    void aRootThatIsNotThereIsToldOnce() {
        assertThatThrownBy(() -> splits("data.root=none"))
                .hasMessage(
                        "--set data.root=none: data.root: " + Path.of("none").toAbsolutePath()
                                + " is not a folder; say where the data is: --set data.root=FOLDER");
    }

    @Test
    void aSplitIsReadWhereTheOthersAreNot() throws IOException {
        Files.createDirectory(folder.resolve("val"));
        Files.writeString(folder.resolve("val.json"), """
                {"images": [{"id": 1, "file_name": "x.jpg", "width": 8, "height": 8}], "annotations": [],
                 "categories": [{"id": 3, "name": "cat"}]}
                """);
        Splits splits = new Splits(config("data.root=" + folder), Places.UNKNOWN);
        assertThat(splits.get("validation").images()).hasSize(1);
        assertThatThrownBy(() -> splits.get("train")).hasMessageContaining("data.train.annotations");
    }

    @Test
    void aCacheFolderWithoutSizeIsRefused() {
        assertThatThrownBy(() -> config("data.cacheFolder=cache"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data.cacheFolder: has a meaning only when data.cacheMegabytes is not 0");
    }

    @Test
    void aCacheFolderIsMade() {
        Path cache = folder.resolve("a/b");
        config("data.cacheMegabytes=1", "data.cacheFolder=" + cache).cache(Places.UNKNOWN);
        assertThat(cache).isDirectory();
    }

    @Test
    void aCacheFolderThatCannotBeWrittenIsAFaultOfItsKey() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        DataConfig config = config("data.cacheMegabytes=1", "data.cacheFolder=" + file.resolve("cache"));
        assertThatThrownBy(() -> config.cache(Places.UNKNOWN))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data.cacheFolder: " + file.resolve("cache"))
                .hasMessageContaining("make the folder writable or choose another");
    }
}
