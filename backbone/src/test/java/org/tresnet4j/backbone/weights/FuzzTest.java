package org.tresnet4j.backbone.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files are refused in a sentence, or read: nothing else happens, whatever the damage. */
class FuzzTest {

    private static final int MUTATIONS = 10_000;
    private static final long SEED = 20_030_13630L;

    /** Objects of Java for a byte of a small file, and what reading any file takes. */
    private static final long MEMORY = 4 << 20;

    @TempDir
    private Path folder;

    @Test
    void pytorch() throws IOException {
        fuzz(Fixture.bytes("types.pth"), UnaryOperator.identity());
    }

    /** With checksums that fit, so that the damage reaches the pickle. */
    @Tag("slow")
    @Test
    void pickles() throws IOException {
        Map<String, byte[]> entries = Fixture.entries("types.pth");
        byte[] pickle = entries.get("types/data.pkl");
        fuzz(pickle, mutated -> {
            try {
                entries.put("types/data.pkl", mutated);
                Path file = Fixture.stored(entries, UnaryOperator.identity(), folder.resolve("rebuilt"));
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void safetensors() throws IOException {
        Path file = folder.resolve("whole");
        StateDict tensors = new StateDict(
                "x",
                Map.of("a", Tensor.of(new float[6], 2, 3), "b", Tensor.of(new float[2], 2)),
                List.of("cat", "dog"));
        SafetensorsWriter.write(tensors, file);
        fuzz(Files.readAllBytes(file), UnaryOperator.identity());
    }

    private void fuzz(byte[] original, UnaryOperator<byte[]> wrap) {
        assertTimeoutPreemptively(Duration.ofMinutes(5), () -> {
            // the first readings also load classes, which is not the file's doing
            refusal(Files.write(folder.resolve("original"), wrap.apply(original)));
            refusal(Files.write(folder.resolve("text"), new byte[] {'n', 'o'}));
            Random random = new Random(SEED);
            int refused = 0;
            for (int i = 0; i < MUTATIONS; i++) {
                Path file = Files.write(folder.resolve("mutated"), wrap.apply(mutated(original, random)));
                long before = allocated();
                Optional<String> refusal = refusal(file);
                long memory = allocated() - before;
                assertThat(memory).as("memory of mutation " + i).isLessThan(MEMORY);
                if (refusal.isPresent()) {
                    requireSentence(refusal.get(), file, i);
                    refused++;
                }
            }
            assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS);
        });
    }

    /** What the reader objects to; empty if it reads the file. Any other exception fails the test. */
    private static Optional<String> refusal(Path file) {
        try {
            WeightsFile.read(file).tensors().values().forEach(Tensor::toFloats);
            return Optional.empty();
        } catch (WeightsException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static void requireSentence(String message, Path file, int mutation) {
        assertThat(message)
                .as("mutation " + mutation)
                .startsWith(file.toString())
                .hasLineCount(1)
                .hasSizeLessThan(1000);
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
                case 3 -> {
                    int length = Math.min(1 + random.nextInt(16), bytes.length - at);
                    System.arraycopy(original, random.nextInt(original.length - length), bytes, at, length);
                }
                default -> bytes = random.nextInt(8) == 0 && at > 0 ? Arrays.copyOf(bytes, at) : bytes;
            }
        }
        return bytes;
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }
}
