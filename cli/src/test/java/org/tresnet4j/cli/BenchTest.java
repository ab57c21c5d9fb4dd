package org.tresnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {

    @TempDir
    private Path folder;

    @Test
    void measures() throws IOException {
        Path json = folder.resolve("bench.json");
        Shell.Result result =
                new Shell().run("bench", "--model", "tiny", "--size", "32", "--batch", "2", "--json", json);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("training", "inference", "images/s", "WS_ALL_LAYERS_ACT");
        assertThat(result.out().lines().map(String::strip).filter(line -> line.startsWith("body ")))
                .hasSize(1);
        assertThat(result.out()).contains("convolution", "loss", "updater and bookkeeping", "share");

        JsonNode figures = new ObjectMapper().readTree(json.toFile());
        assertThat(ImmutableList.copyOf(figures.fieldNames()))
                .containsExactly("train_ms", "infer_ms", "train_peak_rss_mib", "activation_bytes");
        assertThat(figures.get("infer_ms").asDouble()).isBetween(0.1, 60_000.0);
        assertThat(figures.get("train_ms").asDouble())
                .isGreaterThan(figures.get("infer_ms").asDouble());
        if (Files.exists(Path.of("/proc/self/status"))) {
            assertThat(figures.get("train_peak_rss_mib").asDouble()).isBetween(50.0, 1e6);
        } else {
            assertThat(figures.get("train_peak_rss_mib").isNull()).isTrue();
        }
        // at least the stem's output: two images of 16 channels, 8 x 8 floats
        assertThat(figures.get("activation_bytes").asLong()).isBetween(2L * 16 * 8 * 8 * 4, 1L << 30);
    }

    @Test
    void measuresAConfigurationOnItsData() throws IOException {
        Path config = Files.writeString(folder.resolve("toy.yaml"), ToyProvider.YAML);
        assertThat(new Shell().run("bench").err()).contains("either a CONFIG or --model");
        assertThat(new Shell().run("bench", config, "--model", "tiny").code()).isEqualTo(2);
        assertThat(new Shell()
                        .run("bench", "--model", "tiny", "--set", "train.epochs=1")
                        .err())
                .contains("kernels=VALUE", "CONFIG");
        Shell.Result misspelt = new Shell().run("bench", config, "--set", "train.epoch=1");
        assertThat(misspelt.err()).contains("train.epochs");
    }

    @Test
    void theDoctorExamines() {
        Shell.Result result = new Shell().run("doctor");
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("backend", "convolution", "disk", "found");
    }
}
