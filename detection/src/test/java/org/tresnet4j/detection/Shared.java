package org.tresnet4j.detection;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Real data and reference numbers beside the repository; tests that use them are skipped where they are not. */
public final class Shared {

    private Shared() {}

    /** A file or folder of {@code -Dtresnet4j.shared}, or of a folder {@code shared} beside a parent folder. */
    public static Path file(String relative) {
        String property = System.getProperty("tresnet4j.shared");
        Path here = Path.of("").toAbsolutePath();
        Stream<Path> folders = property != null
                ? Stream.of(Path.of(property))
                : Stream.iterate(here, p -> p != null, Path::getParent).map(p -> p.resolve("shared"));
        Optional<Path> found = folders.map(shared -> shared.resolve(relative))
                .filter(Files::exists)
                .findFirst();
        assumeTrue(
                found.isPresent(),
                () -> "skipped: no shared/" + relative + " above " + here
                        + "; name the shared folder with -Dtresnet4j.shared=…");
        return found.orElseThrow();
    }
}
