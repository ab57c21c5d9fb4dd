package org.tresnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTest {

    @TempDir
    private Path folder;

    /** SIGTERM takes the same way as SIGINT, which processes started in the background ignore. */
    @Test
    @Timeout(60)
    @DisabledOnOs(OS.WINDOWS)
    void aStoppedTrainingSavesACheckpoint() throws IOException, InterruptedException {
        Path config = Files.writeString(folder.resolve("toy.yaml"), ToyProvider.YAML);
        Path run = folder.resolve("run");
        try (TresnetProcess process = TresnetProcess.start(
                "train",
                config,
                "--set",
                "train.epochs=1000000",
                "--set",
                "train.checkpoint.everyEpochs=1000000",
                "--set",
                "train.evaluateEvery=100",
                "--out",
                run)) {
            process.await(line -> line.contains("iteration ")).terminate();
            assertThat(process.exitCode()).as(process.said()).isEqualTo(130);
            assertThat(process.said()).contains("go on with: tresnet train --resume " + run);
            assertThat(run.resolve("checkpoints")).isDirectoryContaining("glob:**/iteration-*.zip");
            assertThat(run.resolve("report.html")).isNotEmptyFile();
        }
    }

    @Test
    void theSecondSignalLeaves() {
        Map<String, Runnable> handlers = new HashMap<>();
        List<String> events = new ArrayList<>();
        new Interruption(handlers::put, () -> events.add("left")).onRequest(() -> events.add("asked to stop"));
        assertThat(handlers).containsOnlyKeys("INT", "TERM");
        assertThat(events).isEmpty();
        handlers.get("INT").run();
        assertThat(events).containsExactly("asked to stop");
        handlers.get("TERM").run();
        assertThat(events).containsExactly("asked to stop", "left");
    }
}
