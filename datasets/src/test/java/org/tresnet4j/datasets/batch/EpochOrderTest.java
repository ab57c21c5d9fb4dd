package org.tresnet4j.datasets.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochOrderTest {

    private final EpochOrder order = new EpochOrder(17);

    @Test
    void everyExampleOccursOnce() {
        assertThat(order.shuffled(1000, 3))
                .containsExactlyInAnyOrder(IntStream.range(0, 1000).toArray());
    }

    @Test
    void theOrderDependsOnNothingButSeedAndEpoch() {
        int[] first = order.shuffled(100, 3);
        order.shuffled(100, 4);
        order.random(3, 5).nextLong();
        assertThat(new EpochOrder(17).shuffled(100, 3)).isEqualTo(first);
    }

    @Test
    void epochsAndSeedsHaveOrdersOfTheirOwn() {
        assertThat(order.shuffled(100, 0)).isNotEqualTo(order.shuffled(100, 1));
        assertThat(order.shuffled(100, 0)).isNotEqualTo(new EpochOrder(18).shuffled(100, 0));
    }

    @Test
    void theOrderIsTheSameInEveryRelease() {
        assertThat(order.shuffled(8, 0)).containsExactly(4, 7, 5, 2, 3, 1, 0, 6);
    }

    @Test
    void everyExampleOfEveryEpochHasChancesOfItsOwn() {
        Set<Long> seen = new HashSet<>();
        for (int epoch = 0; epoch < 20; epoch++) {
            for (int example = 0; example < 500; example++) {
                seen.add(order.random(epoch, example).nextLong());
            }
        }
        assertThat(seen).hasSize(20 * 500);
    }

    @Test
    void theChancesOfAnExampleBeginAnewEachTime() {
        assertThat(order.random(2, 7).nextLong())
                .isEqualTo(new EpochOrder(17).random(2, 7).nextLong());
    }

    @Test
    void firstDrawsAreSpreadEvenly() {
        double sum = 0;
        for (int example = 0; example < 4000; example++) {
            sum += order.random(0, example).nextDouble();
        }
        assertThat(sum / 4000).isBetween(0.48, 0.52);
    }
}
