package org.tresnet4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A class of a document, compiled against this class path and loaded. */
public final class CompiledProgram implements AutoCloseable {

    private final URLClassLoader loader;
    private final Class<?> type;

    private CompiledProgram(URLClassLoader loader, Class<?> type) {
        this.loader = loader;
        this.type = type;
    }

    /**
     * Compiles; the assertion that it does names what the compiler finds.
     *
     * @param name of the class, which is in no package
     * @param folder an empty one
     */
    public static CompiledProgram of(String name, String source, Path folder)
            throws IOException, ClassNotFoundException {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null)) {
            List<String> options =
                    List.of("-d", folder.toString(), "-proc:none", "-classpath", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(null, files, diagnostics, options, null, files.getJavaFileObjects(file))
                    .call();
            assertThat(compiled).as(() -> name + ": " + errors(diagnostics)).isTrue();
        }
        URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, CompiledProgram.class.getClassLoader());
        return new CompiledProgram(loader, loader.loadClass(name));
    }

    private static String errors(DiagnosticCollector<JavaFileObject> diagnostics) {
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(Diagnostic::toString)
                .collect(Collectors.joining("\n"));
    }

    /** The class. */
    public Class<?> type() {
        return type;
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
