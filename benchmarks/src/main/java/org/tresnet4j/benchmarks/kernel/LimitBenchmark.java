package org.tresnet4j.benchmarks.kernel;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.tresnet4j.benchmarks.worker.MachineLimits;
import org.tresnet4j.benchmarks.worker.Workload;

/** {@link MachineLimits}, measured as the kernels are. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LimitBenchmark {

    private Workload triad;
    private Workload product;

    @Setup
    public void setUp() {
        triad = MachineLimits.triad(Integer.parseInt(System.getenv().getOrDefault("OMP_NUM_THREADS", "2")));
        product = MachineLimits.product();
    }

    @Benchmark
    public void triad() throws Exception {
        triad.step();
    }

    @Benchmark
    public void product() throws Exception {
        product.step();
    }
}
