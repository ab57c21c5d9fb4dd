package org.tresnet4j.benchmarks.worker;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "limits", description = "What the machine can do at most.")
final class LimitsCommand implements Callable<Workload> {

    /** What the machine is measured by. */
    enum Limit {
        TRIAD,
        PRODUCT
    }

    @Option(names = "--limit", required = true)
    private Limit limit;

    @Option(names = "--threads", required = true)
    private int threads;

    @Override
    public Workload call() {
        return switch (limit) {
            case TRIAD -> MachineLimits.triad(threads);
            case PRODUCT -> MachineLimits.product();
        };
    }
}
