package org.tresnet4j.benchmarks.report;

import com.google.common.base.StandardSystemProperty;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where it was measured.
 *
 * @param processor as the system names it
 * @param processors that Java sees
 * @param system name and version
 * @param java version
 * @param environment variables that the engines read
 */
public record Machine(String processor, int processors, String system, String java, Map<String, String> environment) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Pattern READ_BY_ENGINES =
            Pattern.compile("(OMP|GOMP|KMP|MKL|DNNL|ONEDNN|OPENBLAS|GLIBC_TUNABLES|MALLOC|PYTORCH|LD_PRELOAD).*");

    public Machine {
        environment = ImmutableMap.copyOf(environment);
    }

    /**
     * @param environment of the workers
     */
    public static Machine here(Map<String, String> environment) {
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                StandardSystemProperty.OS_NAME.value() + " " + StandardSystemProperty.OS_VERSION.value(),
                StandardSystemProperty.JAVA_VERSION.value(),
                readByEngines(environment));
    }

    private static Map<String, String> readByEngines(Map<String, String> environment) {
        Map<String, String> read = new TreeMap<>(environment);
        read.keySet().removeIf(name -> !READ_BY_ENGINES.matcher(name).matches());
        return read;
    }

    private static String processorName() {
        if (!Files.isReadable(PROCESSORS)) {
            return StandardSystemProperty.OS_ARCH.value();
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(StandardSystemProperty.OS_ARCH.value());
        } catch (IOException e) {
            throw new UncheckedIOException(PROCESSORS + " cannot be read", e);
        }
    }
}
