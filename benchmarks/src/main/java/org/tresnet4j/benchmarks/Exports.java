package org.tresnet4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tresnet4j.benchmarks.worker.Mode;

/** The model in other engines' formats, made from the reference when it is first wanted. */
final class Exports {

    private static final String SCRIPT = "export.py";

    private final Settings settings;
    private final Layout layout;
    private final Optional<String> python;

    Exports(Settings settings, Layout layout, Optional<String> python) {
        this.settings = settings;
        this.layout = layout;
        this.python = python;
    }

    /** Empty if it was not given and cannot be made. */
    Optional<Path> torchscript(Mode mode) {
        String kind = mode == Mode.TRAIN ? "torchscript-training" : "torchscript";
        return settings.torchscript(mode).map(Path::toAbsolutePath).or(() -> export(kind, "pt"));
    }

    /** Empty if it was not given and cannot be made. */
    Optional<Path> onnx() {
        return settings.onnx().map(Path::toAbsolutePath).or(() -> export("onnx", "onnx"));
    }

    private Optional<Path> export(String kind, String ending) {
        if (settings.reference().isEmpty() || python.isEmpty()) {
            return Optional.empty();
        }
        Path reference = settings.reference().get().toAbsolutePath();
        Path file = layout.exported().resolve(settings.model() + "-" + settings.size() + "-" + kind + "." + ending);
        try {
            if (isNewer(file, reference) && isNewer(file, layout.script(SCRIPT))) {
                return Optional.of(file);
            }
            Files.createDirectories(layout.exported());
            Files.createDirectories(layout.logs());
            Path log = layout.logs().resolve("export-" + kind + ".log");
            boolean done = Python.run(python.get(), layout.script(SCRIPT), arguments(reference, kind, file), log);
            return done ? Optional.of(file) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be exported: " + e, e);
        }
    }

    private List<String> arguments(Path reference, String kind, Path file) {
        return List.of(
                "--reference", reference.toString(),
                "--model", settings.model(),
                "--kind", kind,
                "--size", Integer.toString(settings.size()),
                "--out", file.toString());
    }

    private static boolean isNewer(Path file, Path source) throws IOException {
        return Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(source)) > 0;
    }
}
