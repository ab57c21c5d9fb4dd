package org.tresnet4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LargestBatchTest {

    @ParameterizedTest(name = "up to {0} images fit, from {1} on: {2}")
    @CsvSource({"24, 16, 24", "27, 16, 24", "3, 16, 0", "4, 16, 4", "130, 16, 128", "31, 32, 28", "32, 32, 32"})
    void findsTheLargestMultipleThatFits(int most, int likely, int expected) throws PeerException {
        assertThat(LargestBatch.search(likely, batch -> batch <= most)).isEqualTo(expected);
    }
}
