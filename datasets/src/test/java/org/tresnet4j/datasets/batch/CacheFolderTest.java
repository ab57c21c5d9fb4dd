package org.tresnet4j.datasets.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {

    private static final long BUDGET = 400_000;
    private static final int LARGEST = 4000;

    @TempDir
    private Path folder;

    private long bytes() throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> !each.endsWith("cache.lock")).toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }

    private Process writer(int files, int seed) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        CacheWriter.class.getName(),
                        folder.toString(),
                        Long.toString(BUDGET),
                        Integer.toString(files),
                        Integer.toString(seed))
                .inheritIO()
                .start();
    }

    @Test
    void processesAtTheSameTimeFillTheBudgetAndDoNotExceedIt() throws IOException, InterruptedException {
        List<Process> writers = new ArrayList<>();
        for (int seed = 0; seed < 3; seed++) {
            writers.add(writer(150, seed));
        }
        for (Process writer : writers) {
            assertThat(writer.waitFor()).isZero();
        }
        assertThat(bytes()).isBetween(BUDGET - LARGEST, BUDGET);
    }

    @Test
    void threadsFillTheBudgetAndDoNotExceedIt() throws IOException {
        CacheFolder cache = CacheFolder.open(folder, BUDGET);
        IntStream.range(0, 400).parallel().forEach(i -> cache.write("file-" + i, new byte[2000]));
        assertThat(bytes()).isEqualTo(BUDGET);
    }

    @Test
    void whatIsReadIsWhatWasWrittenLast() {
        CacheFolder cache = CacheFolder.open(folder, BUDGET);
        cache.write("file", new byte[] {1, 2});
        cache.write("file", new byte[] {3});
        assertThat(CacheFolder.open(folder, BUDGET).read("file").orElseThrow()).containsExactly(3);
        assertThat(cache.read("other")).isEmpty();
    }

    @Test
    void aSumThatAnInterruptedProcessLeftWrongIsCountedAnew() throws IOException {
        CacheFolder.open(folder, 10).write("first", new byte[10]);
        Files.delete(folder.resolve("first.prepared"));
        CacheFolder cache = CacheFolder.open(folder, 10);
        cache.write("second", new byte[10]);
        assertThat(cache.read("second")).isPresent();
    }
}
