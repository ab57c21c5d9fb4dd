package org.tresnet4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tresnet4j.runner.spi.TaskException;

/** Spark's libraries, which are not part of the distribution, and this program's, which a cluster has not got. */
final class SparkLibraries {

    private static final String WITNESS = "org.apache.spark.SparkConf";

    private SparkLibraries() {}

    /**
     * Makes sure that Spark is on the class path.
     *
     * @throws TaskException if it is not
     */
    static void require() {
        try {
            Class.forName(WITNESS, false, SparkLibraries.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new TaskException(
                    "Apache Spark is not on the class path; bin/tresnet puts it there (from SPARK_HOME, if that is set),"
                            + " and so does spark-submit",
                    e);
        }
    }

    /** Settings that hand this program to executors elsewhere; none where spark-submit or this process has done so. */
    static List<String> forExecutors(Optional<String> master) {
        if (master.isEmpty() || master.get().startsWith("local")) {
            return List.of();
        }
        Path jar = ownJar();
        if (!Files.isRegularFile(jar)) {
            return List.of();
        }
        try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
            String jars = Stream.concat(Stream.of(jar), libraries)
                    .map(each -> each.toUri().toString())
                    .collect(Collectors.joining(","));
            // Spark's own Guava is too old for this program
            return List.of("spark.jars=" + jars, "spark.executor.userClassPathFirst=true");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path ownJar() {
        try {
            return Path.of(SparkLibraries.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
