package org.tresnet4j.datasets.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BoxTest {

    @Test
    void widthIsTheDifferenceOfTheEdges() {
        Box box = Box.fromXywh(10, 20, 30, 40);
        assertThat(box).isEqualTo(new Box(10, 20, 40, 60));
        assertThat(box.width()).isEqualTo(30);
        assertThat(box.height()).isEqualTo(40);
        assertThat(box.area()).isEqualTo(1200);
    }

    @Test
    void clippingKeepsWhatIsInsideThePicture() {
        assertThat(new Box(-5, 10, 700, 500).clip(640, 480)).isEqualTo(new Box(0, 10, 640, 480));
    }

    @Test
    void aBoxOutsideIsEmptyAfterClipping() {
        assertThat(new Box(650, 10, 700, 50).clip(640, 480).isEmpty()).isTrue();
    }

    @Test
    void iouIsTheSharedPartOfAll() {
        Box box = new Box(0, 0, 10, 10);
        assertThat(box.iou(new Box(5, 0, 15, 10))).isEqualTo(50.0 / 150);
        assertThat(box.iou(new Box(2, 2, 4, 7))).isEqualTo(0.1);
        assertThat(box.iou(box)).isEqualTo(1);
        assertThat(box.intersection(new Box(5, -3, 15, 8))).isEqualTo(new Box(5, 0, 10, 8));
    }

    @Test
    void boxesThatTouchOrLieApartShareNothing() {
        Box box = new Box(0, 0, 10, 10);
        assertThat(box.iou(new Box(10, 0, 20, 10))).isZero();
        assertThat(box.iou(new Box(30, 30, 40, 40))).isZero();
        assertThat(box.intersection(new Box(30, 30, 40, 40)).isEmpty()).isTrue();
    }

    @Test
    void anEmptyBoxSharesNothingEvenWithItself() {
        Box empty = new Box(5, 5, 5, 5);
        assertThat(empty.iou(empty)).isZero();
        assertThat(new Box(10, 10, 5, 5).iou(new Box(0, 0, 20, 20))).isZero();
    }

    @Test
    void aBoxTurnedInsideOutIsEmptyAndHasNoArea() {
        Box box = new Box(10, 10, 5, 5);
        assertThat(box.isEmpty()).isTrue();
        assertThat(box.area()).isZero();
    }

    @Test
    void coordinatesMustBeNumbers() {
        assertThatThrownBy(() -> new Box(0, Double.NaN, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }

    @Test
    void aNegativeZeroIsZero() {
        Box box = new Box(-0.0, -0.0, 3, 4);
        assertThat(box).isEqualTo(new Box(0, 0, 3, 4)).isEqualTo(box.clip(3, 4));
    }
}
