package org.tresnet4j.runner.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What Linux tells about the processor and this process; on other systems nothing is known. */
final class LinuxProc {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final Path STATUS = Path.of("/proc/self/status");

    private LinuxProc() {}

    static Optional<String> cpuName() {
        return cpuinfo("model name");
    }

    static Set<String> cpuFlags() {
        return cpuinfo("flags")
                .map(flags -> Set.copyOf(Arrays.asList(flags.split(" "))))
                .orElse(Set.of());
    }

    /** The file of a shared library that this process has loaded. */
    static Optional<Path> mappedLibrary(String name) {
        return lines(MAPS).stream()
                .filter(line -> line.contains("/" + name + "."))
                .map(line -> Path.of(line.substring(line.indexOf('/'))))
                .findFirst();
    }

    /** What {@code /proc/self/status} says after a key. */
    static Optional<String> status(String key) {
        return lines(STATUS).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .findFirst();
    }

    private static Optional<String> cpuinfo(String key) {
        return lines(CPUINFO).stream()
                .filter(line -> line.startsWith(key + "\t"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static List<String> lines(Path file) {
        if (!Files.isReadable(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
