package org.tresnet4j.spark;

import java.util.List;
import java.util.Locale;
import org.tresnet4j.spark.worker.WorkerReport;

/** What averaging costs: the part of the rounds in which not even the slowest worker was training. */
final class AveragingTime {

    private static final double SECOND = 1e9;

    private int rounds;
    private long all;
    private long busy;

    /** Counts a round. */
    void add(long nanos, List<WorkerReport> reports) {
        rounds++;
        all += nanos;
        busy += reports.stream()
                .mapToLong(report -> report.waitNanos() + report.stepNanos())
                .max()
                .orElse(0);
    }

    /** Seconds of an averaging, on an average. */
    double seconds() {
        return rounds == 0 ? 0 : (all - busy) / SECOND / rounds;
    }

    /** The part of the rounds' time, in [0, 1]. */
    double share() {
        return all == 0 ? 0 : (double) (all - busy) / all;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "averaging took %.0f %% of the time, %.2f s each of %d times",
                100 * share(),
                seconds(),
                rounds);
    }
}
