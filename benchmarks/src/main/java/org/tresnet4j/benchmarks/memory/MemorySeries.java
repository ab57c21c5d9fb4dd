package org.tresnet4j.benchmarks.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tresnet4j.benchmarks.report.MarkdownTable;

/** What a process held after some of its steps. */
final class MemorySeries {

    /** Steps in which caches fill, code is compiled and every size has been seen. */
    static final int WARM_UP = 300;

    private static final double MEBIBYTE = 1 << 20;

    /**
     * The memory after a step.
     *
     * @param step from 1
     * @param residentBytes of the process
     * @param heapBytes what Java has taken for its heap, used or not; some of it may not be resident
     */
    record Point(long step, long residentBytes, long heapBytes) {

        @Override
        public String toString() {
            return "step " + step + ": " + mebibytes(residentBytes) + " MiB resident, Java heap " + mebibytes(heapBytes)
                    + " MiB";
        }
    }

    private final List<Point> points = new ArrayList<>();

    void add(Point point) {
        points.add(point);
    }

    String render() {
        MarkdownTable table = new MarkdownTable("step", "resident MiB", "Java heap MiB");
        points.forEach(point ->
                table.row(Long.toString(point.step()), mebibytes(point.residentBytes()), mebibytes(point.heapBytes())));
        return table.render() + "\n" + growth() + "\n";
    }

    /** From the end of the warm-up to the last step, in words. */
    String growth() {
        List<Point> warm =
                points.stream().filter(point -> point.step() >= WARM_UP).toList();
        if (warm.size() < 2) {
            return "Growth is measured from step " + WARM_UP + " on: take more steps.";
        }
        long start = warm.get(0).residentBytes();
        long end = warm.get(warm.size() - 1).residentBytes();
        long most = warm.stream().mapToLong(Point::residentBytes).max().orElseThrow();
        return String.format(
                Locale.ROOT,
                "From step %d to step %d: %+.0f MiB (most: %+.0f MiB).",
                warm.get(0).step(),
                warm.get(warm.size() - 1).step(),
                (end - start) / MEBIBYTE,
                (most - start) / MEBIBYTE);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f", bytes / MEBIBYTE);
    }
}
