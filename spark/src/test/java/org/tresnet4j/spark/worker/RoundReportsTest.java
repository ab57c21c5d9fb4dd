package org.tresnet4j.spark.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundReportsTest {

    private static WorkerReport report(int worker, int steps) {
        return new WorkerReport(worker, steps, 8L * steps, 1, 2, 3);
    }

    @Test
    void aWorkerThatHadToDoItsPartAgainCountsOnce() {
        RoundReports driver = new RoundReports();
        RoundReports first = new RoundReports();
        first.add(report(1, 4));
        RoundReports again = new RoundReports();
        again.add(report(1, 4));
        again.add(report(0, 3));
        driver.merge(first);
        driver.merge(again);
        assertThat(driver.value()).containsExactly(report(0, 3), report(1, 4));
    }

    @Test
    void beginsEmptyAndCopiesWhatItHas() {
        RoundReports reports = new RoundReports();
        assertThat(reports.isZero()).isTrue();
        reports.add(report(0, 2));
        assertThat(reports.copy().value()).containsExactly(report(0, 2));
        reports.reset();
        assertThat(reports.isZero()).isTrue();
    }
}
