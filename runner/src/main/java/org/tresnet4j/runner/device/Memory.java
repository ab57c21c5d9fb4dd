package org.tresnet4j.runner.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/** Heap, memory outside of it, the C library's allocator and the disk. */
final class Memory {

    static final String TUNABLES = "GLIBC_TUNABLES";
    static final String RECOMMENDED = recommended();
    private static final long LITTLE_DISK = 5L << 30;

    private Memory() {}

    /** The setting of the launcher and the tests: the build copies it from the root POM. */
    private static String recommended() {
        Properties properties = new Properties();
        try (InputStream in = Memory.class.getResourceAsStream("memory.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("glibc");
    }

    static List<Finding> examine(Map<String, String> environment) {
        return List.of(
                Finding.well("heap", "at most " + gigabytes(Runtime.getRuntime().maxMemory())),
                offHeap(
                        Runtime.getRuntime().maxMemory(),
                        Pointer.maxBytes(),
                        Pointer.maxPhysicalBytes(),
                        Pointer.totalPhysicalBytes()),
                allocator(System.getProperty("os.name"), environment));
    }

    /** @param physical the machine's memory in bytes; limits of 0 mean none */
    static Finding offHeap(long heap, long offHeap, long processLimit, long physical) {
        String value = (offHeap == 0 ? "no limit" : "at most " + gigabytes(offHeap))
                + (processLimit == 0 ? "" : ", the whole process at most " + gigabytes(processLimit)) + ", of "
                + gigabytes(physical) + " in the machine";
        if (offHeap != 0 && heap + offHeap > physical) {
            return Finding.note(
                    "memory outside the heap",
                    value,
                    "Heap and this together are more than the machine has: lower -Xmx or"
                            + " -Dorg.bytedeco.javacpp.maxbytes.");
        }
        if (processLimit != 0 && processLimit < heap + offHeap) {
            return Finding.note(
                    "memory outside the heap",
                    value,
                    "The limit of the whole process is below heap and arrays together, so it may be reached first: set"
                            + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0.");
        }
        if (offHeap != 0 && offHeap < physical / 4) {
            return Finding.note(
                    "memory outside the heap",
                    value,
                    "Arrays may use only a small part of the machine: raise -Dorg.bytedeco.javacpp.maxbytes.");
        }
        return Finding.well("memory outside the heap", value);
    }

    /** The C library reads the variable when the process starts; whether it is set right decides the speed. */
    static Finding allocator(String system, Map<String, String> environment) {
        if (!system.equals("Linux")) {
            return Finding.well("allocator", system + "'s own");
        }
        String set = environment.getOrDefault(TUNABLES, "");
        List<String> missing = Stream.of(RECOMMENDED.split(":"))
                .map(setting -> setting.substring(0, setting.indexOf('=')))
                .filter(name -> !set.contains(name + "="))
                .toList();
        return missing.isEmpty()
                ? Finding.well("allocator", "maps large arrays on their own (" + TUNABLES + ")")
                : Finding.problem(
                        "allocator",
                        "splits large arrays in one heap, which costs time and memory (" + TUNABLES + " lacks "
                                + String.join(", ", missing) + ")",
                        "Training takes about twice as long. Start with bin/tresnet, or set in the environment "
                                + TUNABLES + "=" + RECOMMENDED);
    }

    static Finding disk(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            FileStore store = Files.getFileStore(existing);
            long free = store.getUsableSpace();
            String value = gigabytes(free) + " free at " + existing;
            return free >= LITTLE_DISK
                    ? Finding.well("disk", value)
                    : Finding.note(
                            "disk",
                            value,
                            "A run keeps up to 1 GB of checkpoints: free some space or choose another --out.");
        } catch (IOException e) {
            return Finding.problem("disk", existing + " cannot be examined: " + e, "Choose another --out.");
        }
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1 << 30));
    }
}
