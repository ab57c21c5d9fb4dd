package org.tresnet4j.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;
import org.tresnet4j.runner.report.ReportWriter;
import org.tresnet4j.runner.spi.TaskException;

/**
 * Where a run keeps its files:
 *
 * <pre>
 * config.yaml      the resolved configuration
 * metrics.jsonl    a line for each logged step and each evaluation
 * steps.csv        the logged steps as a table
 * evaluations.csv  the evaluations as a table
 * checkpoints/     the latest iteration-N.zip to go on from, best.zip to predict with
 * report.html      the page, with everything in it
 * report/          its pictures as files
 * predictions/     what predicting with the run writes, unless told otherwise
 * .lock            the number of the process that trains
 * </pre>
 *
 * @param path of the folder
 */
public record RunFolder(Path path) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** {@code runs/<config name>-<time>} in the working directory. */
    public static RunFolder named(Path config, Clock clock) {
        String name = config.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        return new RunFolder(Path.of("runs", name + "-" + TIME.format(LocalDateTime.now(clock))));
    }

    /**
     * Makes sure that a new run harms nothing here.
     *
     * @throws TaskException when the path is a file, or a folder with something in it
     */
    public RunFolder requireUnused() {
        if (!Files.exists(path)) {
            return this;
        }
        if (!Files.isDirectory(path)) {
            throw new TaskException(path + ": is a file, so it cannot be the folder of a run; choose another --out");
        }
        try (Stream<Path> files = Files.list(path)) {
            if (files.findAny().isPresent()) {
                throw new TaskException(
                        path + ": already holds files; choose another --out, remove the folder, or leave"
                                + " --out away for a new folder under runs/");
            }
            return this;
        } catch (IOException e) {
            throw new TaskException(path + ": cannot be read (" + e + "); choose another --out", e);
        }
    }

    /**
     * Makes sure that there is a run to go on with.
     *
     * @throws TaskException when there is none
     */
    public RunFolder requireRun() {
        if (!Files.isDirectory(checkpoints())) {
            throw new TaskException(path + ": is not the folder of a run (there is no checkpoints/ in it); name the"
                    + " folder that 'train' wrote");
        }
        return this;
    }

    /**
     * Makes the folder this training's alone.
     *
     * @throws TaskException when another process trains in it
     */
    RunLock lock() {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new TaskException(path + ": cannot be made (" + e + "); choose another --out", e);
        }
        return RunLock.take(path.resolve(".lock"));
    }

    /** Makes the folders and writes the configuration. */
    public void create(String configYaml) {
        try {
            Files.createDirectories(checkpoints());
            Files.createDirectories(pictures());
            Files.writeString(config(), configYaml);
        } catch (IOException e) {
            throw new TaskException(path + ": cannot be written (" + e + "); choose another --out", e);
        }
    }

    /** The resolved configuration. */
    public Path config() {
        return path.resolve("config.yaml");
    }

    /** A line for each logged step and each evaluation. */
    public Path metrics() {
        return path.resolve("metrics.jsonl");
    }

    /** The logged steps. */
    public Path steps() {
        return path.resolve("steps.csv");
    }

    /** The evaluations. */
    public Path evaluations() {
        return path.resolve("evaluations.csv");
    }

    /** Where the report and its tables go. */
    public ReportWriter.Targets reportFiles() {
        return new ReportWriter.Targets(report(), pictures(), steps(), evaluations());
    }

    /** The folder of the checkpoints. */
    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    /** The page. */
    public Path report() {
        return path.resolve("report.html");
    }

    /** The folder of the page's pictures. */
    public Path pictures() {
        return path.resolve("report");
    }

    /** The folder of predictions; made when there are some. */
    public Path predictions() {
        return path.resolve("predictions");
    }
}
