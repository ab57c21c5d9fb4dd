package org.tresnet4j.datasets.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AugmentTest {

    static List<Transform> transforms() {
        return List.of(
                new RandAugment(),
                new RandAugment(1, RandAugment.MAGNITUDES),
                new AutoAugment(AutoAugment.Policy.IMAGENET),
                new AutoAugment(AutoAugment.Policy.CIFAR));
    }

    private static byte[] augmented(Transform transform, long seed) {
        try (Sample sample = transform.apply(Marker.marked(64, 64), new SplittableRandom(seed))) {
            return sample.image().toBytes();
        }
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void chanceAloneDecides(Transform transform) {
        Set<Integer> pictures = new HashSet<>();
        for (long seed = 0; seed < 100; seed++) {
            byte[] picture = augmented(transform, seed);
            assertThat(augmented(transform, seed)).isEqualTo(picture);
            pictures.add(Arrays.hashCode(picture));
        }
        assertThat(pictures).hasSizeGreaterThan(8);
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void labelsAndSizeStay(Transform transform) {
        for (long seed = 0; seed < 50; seed++) {
            try (Sample sample = transform.apply(Marker.marked(64, 48), new SplittableRandom(seed))) {
                assertThat(sample.annotations().get(0).box()).isEqualTo(Marker.BOX);
                assertThat(sample.image().width()).isEqualTo(64);
                assertThat(sample.image().height()).isEqualTo(48);
            }
        }
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatThrownBy(() -> new RandAugment(0, 9)).hasMessage("RandAugment: operations is 0, expected at least 1");
        assertThatThrownBy(() -> new RandAugment(2, 31)).hasMessage("RandAugment: magnitude is 31, expected 0 to 30");
    }
}
