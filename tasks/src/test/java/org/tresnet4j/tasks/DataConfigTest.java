package org.tresnet4j.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.runner.config.ConfigException;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Key;
import org.tresnet4j.runner.config.Tasks;
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

    private static DataConfig config(String... overrides) {
        Sections sections = (Sections) new ConfigLoader(Tasks.of(new Images()))
                .parse("images.yaml", YAML, List.of(overrides))
                .task();
        return sections.data();
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
        config("data.cacheMegabytes=1", "data.cacheFolder=" + cache).cache();
        assertThat(cache).isDirectory();
    }

    @Test
    void aCacheFolderThatCannotBeWrittenIsAFaultOfItsKey() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        DataConfig config = config("data.cacheMegabytes=1", "data.cacheFolder=" + file.resolve("cache"));
        assertThatThrownBy(config::cache)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data.cacheFolder: " + file.resolve("cache"))
                .hasMessageContaining("make the folder writable or choose another");
    }
}
