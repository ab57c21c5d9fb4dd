package org.tresnet4j.spark.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.util.AccumulatorV2;

/** The reports of a round's workers. A worker that had to do its part again counts once. */
public final class RoundReports extends AccumulatorV2<WorkerReport, List<WorkerReport>> {

    private static final long serialVersionUID = 1L;

    private final TreeMap<Integer, WorkerReport> byWorker = new TreeMap<>();

    @Override
    public boolean isZero() {
        return byWorker.isEmpty();
    }

    @Override
    public RoundReports copy() {
        RoundReports copy = new RoundReports();
        copy.byWorker.putAll(byWorker);
        return copy;
    }

    @Override
    public void reset() {
        byWorker.clear();
    }

    @Override
    public synchronized void add(WorkerReport report) {
        byWorker.put(report.worker(), report);
    }

    @Override
    public void merge(AccumulatorV2<WorkerReport, List<WorkerReport>> other) {
        other.value().forEach(this::add);
    }

    @Override
    public List<WorkerReport> value() {
        return new ArrayList<>(byWorker.values());
    }

    @Override
    public String toString() {
        return Map.copyOf(byWorker).toString();
    }
}
