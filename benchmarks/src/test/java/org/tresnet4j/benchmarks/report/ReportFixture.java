package org.tresnet4j.benchmarks.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tresnet4j.benchmarks.protocol.Measurement;

/** A report of two contenders that were measured and one that was not. */
final class ReportFixture {

    private ReportFixture() {}

    static Report report() {
        Result first = result("ours", "ours, float32", 100, 120, 110);
        Result second = result("peer", "a | peer", 200, 240, 330);
        Result missing = new Result("none", "nobody", Quantity.images(8), List.of(), Optional.of("not installed"));
        GroupResult group = new GroupResult("train-8", "Training, batch 8", List.of(first, second, missing));
        Machine machine = new Machine("a processor", 2, "Linux 6", "17", Map.of("OMP_NUM_THREADS", "2"));
        return new Report(machine, 2, 3, List.of(group));
    }

    private static Result result(String id, String label, double... millis) {
        List<Measurement> measurements = java.util.Arrays.stream(millis)
                .mapToObj(value -> new Measurement(value, Optional.of(1000 + value), Optional.empty()))
                .toList();
        return new Result(id, label, Quantity.images(8), measurements, Optional.empty());
    }
}
