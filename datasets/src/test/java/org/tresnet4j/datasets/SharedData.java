package org.tresnet4j.datasets;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Real data that is not part of the sources: tests that want it are skipped where it is missing. */
public final class SharedData {

    private SharedData() {}

    /** The folder {@code data/<name>} of {@code -Dtresnet4j.shared}, or of a folder {@code shared} beside a parent folder. */
    public static Path dataset(String name) {
        String property = System.getProperty("tresnet4j.shared");
        Path here = Path.of("").toAbsolutePath();
        Stream<Path> candidates = property != null
                ? Stream.of(Path.of(property))
                : Stream.iterate(here, p -> p != null, Path::getParent).map(p -> p.resolve("shared"));
        Path found = candidates
                .map(shared -> shared.resolve("data").resolve(name))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(null);
        assumeTrue(
                found != null,
                "no shared/data/" + name + " above " + here + "; name the shared folder with -Dtresnet4j.shared=…");
        return found;
    }
}
