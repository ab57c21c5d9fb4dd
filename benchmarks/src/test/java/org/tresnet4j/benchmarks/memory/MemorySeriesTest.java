package org.tresnet4j.benchmarks.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tresnet4j.benchmarks.memory.MemorySeries.Point;

class MemorySeriesTest {

    private static final long MEBIBYTE = 1 << 20;

    private final MemorySeries series = new MemorySeries();

    private void add(long step, long mebibytes) {
        series.add(new Point(step, mebibytes * MEBIBYTE, 64 * MEBIBYTE));
    }

    @Test
    void growthBeginsAfterTheWarmUp() {
        add(200, 400);
        add(300, 500);
        add(400, 530);
        add(500, 510);
        assertThat(series.growth()).isEqualTo("From step 300 to step 500: +10 MiB (most: +30 MiB).");
    }

    @Test
    void memoryThatIsGivenBackCountsToo() {
        add(300, 500);
        add(400, 480);
        assertThat(series.growth()).isEqualTo("From step 300 to step 400: -20 MiB (most: +0 MiB).");
    }

    @Test
    void aRunThatIsTooShortSaysNothingOfGrowth() {
        add(100, 400);
        add(300, 500);
        assertThat(series.growth()).isEqualTo("Growth is measured from step 300 on: take more steps.");
    }

    @Test
    void theTableHasARowForEachPoint() {
        add(300, 500);
        assertThat(series.render()).contains("| 300 | 500 | 64 |\n");
    }
}
