package org.tresnet4j.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void ordersTheValues() {
        assertThat(Spread.of(List.of(5.0, 1.0, 3.0, 2.0, 4.0))).isEqualTo(new Spread(1, 2, 3, 4, 5));
    }

    @Test
    void interpolatesTheMedianOfAnEvenNumber() {
        assertThat(Spread.of(List.of(1.0, 2.0, 4.0, 9.0)).median()).isEqualTo(3);
    }

    @Test
    void oneValueIsAllOfThem() {
        assertThat(Spread.of(List.of(7.0))).isEqualTo(new Spread(7, 7, 7, 7, 7));
    }

    @Test
    void refusesNoValues() {
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
    }

    @Test
    void ratiosArePairedByRound() {
        // the machine was ten times slower in the last round, for both
        Spread ratio = Spread.ofRatios(List.of(2.0, 4.0, 30.0), List.of(1.0, 2.0, 10.0));

        assertThat(ratio.median()).isEqualTo(2);
        assertThat(ratio.min()).isEqualTo(2);
        assertThat(ratio.max()).isEqualTo(3);
    }

    @Test
    void refusesRatiosOfDifferentRounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Spread.ofRatios(List.of(1.0, 2.0), List.of(1.0)))
                .withMessageContaining("2 rounds to 1");
    }
}
