package org.tresnet4j.datasets.coco;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoMemoryTest {

    private static final long FILE_BYTES_AT_LEAST = 90_000_000;

    @Test
    void aFileFarLargerThanTheHeapIsRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("large.json");
        CocoMemory.generate(file);
        assertThat(Files.size(file)).isGreaterThan(FILE_BYTES_AT_LEAST);

        Path output = folder.resolve("output.txt");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        classPath,
                        CocoMemory.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(output)).startsWith("200000 annotations");
        assertThat(process.exitValue()).isZero();
    }
}
