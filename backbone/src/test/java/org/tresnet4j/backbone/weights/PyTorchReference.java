package org.tresnet4j.backbone.weights;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The PyTorch implementation that the golden numbers come from, run where it and PyTorch are there. Tests that want it are
 * skipped elsewhere.
 */
record PyTorchReference(Path script) {

    private static final String PYTHON = "/usr/bin/python3";
    private static final String SCRIPT = "reference/tresnet_reference.py";

    /** Of {@code -Dtresnet4j.shared}, or of a folder {@code shared} beside a parent folder. */
    static PyTorchReference orSkip() throws IOException {
        String property = System.getProperty("tresnet4j.shared");
        Path here = Path.of("").toAbsolutePath();
        Stream<Path> folders = property != null
                ? Stream.of(Path.of(property))
                : Stream.iterate(here, p -> p != null, Path::getParent).map(p -> p.resolve("shared"));
        Optional<Path> script = folders.map(folder -> folder.resolve(SCRIPT))
                .filter(Files::exists)
                .findFirst();
        assumeTrue(
                script.isPresent(),
                () -> "skipped: no shared/" + SCRIPT + " above " + here
                        + "; name the shared folder with -Dtresnet4j.shared=…");
        assumeTrue(
                Files.isExecutable(Path.of(PYTHON)) && exitCode("-c", "import torch") == 0,
                "skipped: " + PYTHON + " has no PyTorch");
        return new PyTorchReference(script.get());
    }

    /** Writes a {@code .pth} with the reference's parameters. */
    Path checkpoint(String variant, int classes, Path file) throws IOException {
        run(script.toString(), "checkpoint", file.toString(), variant, String.valueOf(classes));
        return file;
    }

    /** Runs Python with the reference's names imported. */
    void python(String code) throws IOException {
        run(
                "-c",
                "import sys; sys.path.insert(0, '" + script.getParent() + "')\nfrom tresnet_reference import *\n"
                        + code);
    }

    private static void run(String... arguments) throws IOException {
        if (exitCode(arguments) != 0) {
            throw new IOException("PyTorch's side failed; see its output above");
        }
    }

    private static int exitCode(String... arguments) throws IOException {
        String[] command =
                Stream.concat(Stream.of(PYTHON, "-B"), Stream.of(arguments)).toArray(String[]::new);
        try {
            return new ProcessBuilder(command)
                    .inheritIO()
                    .redirectOutput(new File("/dev/null"))
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
