package org.tresnet4j.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command lines in the documents are ones that the command takes. */
class DocumentedCommandsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final String COMMAND = "bin/tresnet ";

    private static final Set<String> OF_A_RUN = Set.of("eval", "predict", "forward", "export");

    /** Those that name no finished run, which would have to be there. */
    static List<String> lines() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .flatMap(file -> read(file).lines())
                    .filter(line -> line.startsWith(COMMAND))
                    .map(line -> line.substring(COMMAND.length()).replaceFirst(" +[#>].*", ""))
                    .filter(line -> !OF_A_RUN.contains(line.substring(0, (line + " ").indexOf(' '))))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void isUnderstood(String line) {
        assertThatCode(() -> new Shell().commandLine().parseArgs(line.split(" +")))
                .doesNotThrowAnyException();
    }
}
