package org.tresnet4j.runner.device;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;

/** The library that computes, and what it computes on. */
final class Backend {

    private static final List<String> FEATURES = List.of("avx2", "fma", "avx512f", "avx512_bf16", "amx_bf16");

    private Backend() {}

    static List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.well(
                "Java",
                Runtime.version() + " on " + System.getProperty("os.name") + " " + System.getProperty("os.arch")));
        findings.add(Finding.well("backend", Nd4j.getBackend().getClass().getSimpleName()));
        findings.add(Finding.well("BLAS", Nd4j.factory().blas().getBlasVendor().toString()));
        findings.add(
                threads(Nd4j.getEnvironment().maxThreads(), Runtime.getRuntime().availableProcessors()));
        Set<String> flags = LinuxProc.cpuFlags();
        String processor = LinuxProc.cpuName().orElse("unknown processor");
        findings.add(processor(processor, flags));
        if (Nd4j.getEnvironment().isCPU()) {
            findings.add(library(LinuxProc.mappedLibrary("libnd4jcpu"), flags));
        }
        return findings;
    }

    static Finding threads(int threads, int processors) {
        return threads > processors
                ? Finding.note(
                        "threads",
                        threads + " on " + processors + " processors",
                        "More threads than processors wait for one another: set OMP_NUM_THREADS=" + processors + ".")
                : Finding.well("threads", threads + " on " + processors + " processors");
    }

    private static Finding processor(String name, Set<String> flags) {
        String known = FEATURES.stream().filter(flags::contains).collect(Collectors.joining(" "));
        String value = name + (known.isEmpty() ? "" : " (" + known + ")");
        return flags.isEmpty() || flags.contains("avx2")
                ? Finding.well("processor", value)
                : Finding.note("processor", value, "Without AVX2 convolutions take several times as long.");
    }

    /** The classifier is part of the path the library was unpacked to. */
    static Finding library(Optional<Path> mapped, Set<String> flags) {
        if (mapped.isEmpty()) {
            return Finding.well("native library", "loaded (which one is not known on this platform)");
        }
        String folder = mapped.get().getParent().getFileName().toString();
        String best = Stream.of("avx512", "avx2")
                .filter(level -> flags.contains(level.equals("avx512") ? "avx512f" : level))
                .findFirst()
                .orElse("");
        if (!folder.contains("onednn")) {
            return Finding.note(
                    "native library",
                    folder,
                    "It was built without oneDNN; add nd4j-native with the classifier linux-x86_64-onednn"
                            + (best.isEmpty() ? "" : "-" + best) + " to the class path.");
        }
        return best.isEmpty() || folder.contains(best)
                ? Finding.well("native library", folder)
                : Finding.note(
                        "native library",
                        folder,
                        "This processor also has " + best + ": use the classifier linux-x86_64-onednn-" + best + ".");
    }
}
