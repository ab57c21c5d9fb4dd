package org.tresnet4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SharesTest {

    @Test
    void theFirstStepOfAllWorkersGetsTheFirstBatches() {
        assertThat(Shares.of(List.of(0, 1, 2, 3, 4, 5), 2)).containsExactly(List.of(0, 2, 4), List.of(1, 3, 5));
    }

    @Test
    void nobodyGetsMoreThanOneMoreThanAnother() {
        assertThat(Shares.of(List.of(0, 1, 2, 3, 4), 3)).containsExactly(List.of(0, 3), List.of(1, 4), List.of(2));
    }

    @Test
    void workersWithoutABatchHaveNoPart() {
        assertThat(Shares.of(List.of(0, 1), 4)).containsExactly(List.of(0), List.of(1));
    }
}
