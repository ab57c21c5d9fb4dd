package org.tresnet4j.datasets.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tresnet4j.datasets.annotation.Box;

class BoxMapTest {

    @Test
    void mirroringSwapsLeftAndRight() {
        assertThat(BoxMap.mirroring(100).apply(new Box(10, 20, 30, 40))).isEqualTo(new Box(70, 20, 90, 40));
    }

    @Test
    void mirroringVerticallySwapsTopAndBottom() {
        assertThat(BoxMap.mirroringVertically(100).apply(new Box(10, 20, 30, 40)))
                .isEqualTo(new Box(10, 60, 30, 80));
    }

    @Test
    void mapsAreAppliedOneAfterTheOther() {
        BoxMap map = BoxMap.scaling(2, 3).then(BoxMap.shifting(10, 20));
        assertThat(map.apply(new Box(1, 1, 2, 2))).isEqualTo(new Box(12, 23, 14, 26));
        assertThat(map.areaScale()).isEqualTo(6);
    }

    @Test
    void theInverseOfALongChainIsExactToABillionth() {
        SplittableRandom random = new SplittableRandom(5);
        for (int trial = 0; trial < 200; trial++) {
            BoxMap map = BoxMap.scaling(random.nextDouble(0.1, 4), random.nextDouble(0.1, 4))
                    .then(BoxMap.mirroring(random.nextInt(1, 1000)))
                    .then(BoxMap.shifting(random.nextDouble(-300, 300), random.nextDouble(-300, 300)))
                    .then(BoxMap.scaling(random.nextDouble(0.1, 4), random.nextDouble(0.1, 4)));
            Box box = Box.fromXywh(
                    random.nextDouble(1000),
                    random.nextDouble(1000),
                    random.nextDouble(1, 500),
                    random.nextDouble(1, 500));
            assertSame(map.inverse().apply(map.apply(box)), box);
        }
    }

    private static void assertSame(Box found, Box expected) {
        assertThat(found.x1()).isCloseTo(expected.x1(), within(1e-9));
        assertThat(found.y1()).isCloseTo(expected.y1(), within(1e-9));
        assertThat(found.x2()).isCloseTo(expected.x2(), within(1e-9));
        assertThat(found.y2()).isCloseTo(expected.y2(), within(1e-9));
    }

    @Test
    void aMapThatFlattensIsRefused() {
        assertThatThrownBy(() -> BoxMap.scaling(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
