package org.tresnet4j.runner.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.runner.device.Finding.Verdict;

class DoctorTest {

    private static final long GB = 1L << 30;

    @Test
    void examinesEverything(@TempDir Path folder) {
        List<Finding> findings = Doctor.examine(folder.resolve("not/yet/there"));
        assertThat(findings)
                .extracting(Finding::name)
                .containsExactly(
                        "Java",
                        "backend",
                        "BLAS",
                        "threads",
                        "processor",
                        "native library",
                        "convolution",
                        "heap",
                        "memory outside the heap",
                        "allocator",
                        "disk");
        assertThat(Doctor.render(findings)).contains("backend: CpuBackend").containsPattern("problems? found$");
    }

    @Test
    void measuringLeavesTheHelpersAsTheyWere() {
        boolean before = Nd4j.getEnvironment().helpersAllowed();
        ConvolutionProbe.measure();
        assertThat(Nd4j.getEnvironment().helpersAllowed()).isEqualTo(before);
    }

    @Test
    void aConvolutionNoFasterWithHelpersIsAProblem() {
        assertThat(new ConvolutionProbe(20, 21).finding().verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(new ConvolutionProbe(4, 21).finding().verdict()).isEqualTo(Verdict.WELL);
    }

    @Test
    void theAllocatorNeedsItsSettings() {
        Finding unset = Memory.allocator("Linux", Map.of());
        assertThat(unset.verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(unset.advice()).contains("GLIBC_TUNABLES=glibc.malloc.hugetlb=1:");
        assertThat(Memory.allocator("Linux", Map.of("GLIBC_TUNABLES", "glibc.malloc.mmap_threshold=1048576"))
                        .value())
                .contains("lacks glibc.malloc.hugetlb, glibc.malloc.arena_max")
                .doesNotContain("mmap_threshold");
        assertThat(Memory.allocator("Linux", System.getenv()).verdict()).isEqualTo(Verdict.WELL);
        assertThat(Memory.allocator("Mac OS X", Map.of()).verdict()).isEqualTo(Verdict.WELL);
    }

    @Test
    void whatTheLauncherSetsIsToldToBeCopied() {
        Map<String, String> environment =
                Map.of("GLIBC_TUNABLES", "mine", "OMP_WAIT_POLICY", "passive", "GOMP_SPINCOUNT", "20000", "HOME", "/");
        LaunchSettings launched =
                LaunchSettings.of(environment, List.of("-Xmx2g", "-Dtresnet.home=/a/b", "-XX:+UseSerialGC"));
        assertThat(launched.environment())
                .containsExactly(
                        "GLIBC_TUNABLES=" + Memory.RECOMMENDED, "OMP_WAIT_POLICY=passive", "GOMP_SPINCOUNT=20000");
        assertThat(launched.options()).containsExactly("-Xmx2g", "-XX:+UseSerialGC");
        assertThat(launched.render().lines()).contains("    -XX:+UseSerialGC");
    }

    @Test
    void optionsOfAnotherStartAreNotTheLaunchers() {
        LaunchSettings own = LaunchSettings.of(Map.of("OMP_WAIT_POLICY", "active"), List.of("-Xmx9g"));
        assertThat(own.environment()).containsExactly("GLIBC_TUNABLES=" + Memory.RECOMMENDED);
        assertThat(own.options()).isEmpty();
        assertThat(own.render()).contains("bin/tresnet doctor tells them").doesNotContain("-Xmx9g");
    }

    @Test
    void limitsAreComparedWithTheMachine() {
        assertThat(Memory.offHeap(2 * GB, 8 * GB, 0, 16 * GB).verdict()).isEqualTo(Verdict.WELL);
        assertThat(Memory.offHeap(2 * GB, 16 * GB, 0, 16 * GB).advice()).contains("more than the machine has");
        assertThat(Memory.offHeap(2 * GB, 8 * GB, 4 * GB, 16 * GB).advice()).contains("maxphysicalbytes=0");
        assertThat(Memory.offHeap(2 * GB, 2 * GB, 0, 16 * GB).advice()).contains("raise");
    }

    @Test
    void moreThreadsThanProcessorsAreNoted() {
        assertThat(Backend.threads(2, 2).verdict()).isEqualTo(Verdict.WELL);
        assertThat(Backend.threads(8, 2).advice()).contains("OMP_NUM_THREADS=2");
    }

    @Test
    void aLibraryBelowTheProcessorIsNoted() {
        Path plain = Path.of("/cache/linux-x86_64/libnd4jcpu.so");
        Path avx2 = Path.of("/cache/linux-x86_64-onednn-avx2/libnd4jcpu.so");
        assertThat(Backend.library(Optional.of(plain), Set.of("avx2")).advice()).contains("linux-x86_64-onednn-avx2");
        assertThat(Backend.library(Optional.of(avx2), Set.of("avx2", "avx512f")).advice())
                .contains("avx512");
        assertThat(Backend.library(Optional.of(avx2), Set.of("avx2")).verdict()).isEqualTo(Verdict.WELL);
        assertThat(Backend.library(Optional.empty(), Set.of()).verdict()).isEqualTo(Verdict.WELL);
    }
}
