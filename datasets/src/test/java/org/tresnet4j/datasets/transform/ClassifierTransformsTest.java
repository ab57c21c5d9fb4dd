package org.tresnet4j.datasets.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tresnet4j.datasets.Pictures;
import org.tresnet4j.datasets.annotation.Box;

class ClassifierTransformsTest {

    /** What is seen of the original. */
    private static Box seen(Sample sample) {
        return sample.fromSource()
                .inverse()
                .apply(new Box(0, 0, sample.image().width(), sample.image().height()));
    }

    /** The sides after torchvision's Resize(256), and where its CenterCrop(224) begins. */
    @ParameterizedTest(name = "{0}x{1}")
    @CsvSource({"640,480,341,256,58,16", "333,500,256,384,16,80", "100,100,256,256,16,16", "1000,300,853,256,314,16"})
    void evaluationSeesTheMiddle(int width, int height, int resizedWidth, int resizedHeight, int left, int top) {
        CenterCrop crop = new CenterCrop(224, 0.875);
        try (Sample sample =
                crop.apply(Pictures.sample(Pictures.plain(width, height, Color.RED)), new SplittableRandom(0))) {
            assertThat(sample.image().width()).isEqualTo(224);
            assertThat(sample.image().height()).isEqualTo(224);
            Box seen = seen(sample);
            assertThat(seen.x1()).isCloseTo((double) left * width / resizedWidth, within(1e-9));
            assertThat(seen.y1()).isCloseTo((double) top * height / resizedHeight, within(1e-9));
            assertThat(seen.x2()).isCloseTo((left + 224.0) * width / resizedWidth, within(1e-9));
            assertThat(seen.y2()).isCloseTo((top + 224.0) * height / resizedHeight, within(1e-9));
        }
    }

    @Test
    void aFractionIsOfOne() {
        assertThatThrownBy(() -> new CenterCrop(224, 1.5))
                .hasMessage("CenterCrop: fraction is 1.5, expected over 0 and at most 1");
    }

    @Test
    void theRandomPartHasAnAreaAndARatioInRange() {
        SplittableRandom random = new SplittableRandom(2);
        RandomResizedCrop crop = new RandomResizedCrop(32, 0.25);
        double smallest = 1;
        for (int i = 0; i < 300; i++) {
            try (Sample sample = crop.apply(Marker.marked(120, 90), random)) {
                assertThat(sample.image().width()).isEqualTo(32);
                assertThat(sample.image().height()).isEqualTo(32);
                Box seen = seen(sample);
                assertThat(seen.x1()).isGreaterThanOrEqualTo(-1e-9);
                assertThat(seen.x2()).isLessThanOrEqualTo(120 + 1e-9);
                assertThat(seen.y1()).isGreaterThanOrEqualTo(-1e-9);
                assertThat(seen.y2()).isLessThanOrEqualTo(90 + 1e-9);
                // sides are whole pixels
                assertThat(seen.width() / seen.height()).isBetween(0.73, 1.37);
                assertThat(seen.area() / (120 * 90)).isBetween(0.24, 1.0);
                smallest = Math.min(smallest, seen.area() / (120 * 90));
            }
        }
        assertThat(smallest).isLessThan(0.3);
    }

    @Test
    void ofAStripTheMiddleIsTaken() {
        try (Sample sample = new RandomResizedCrop(32, 0.9)
                .apply(Pictures.sample(Pictures.plain(400, 30, Color.RED)), new SplittableRandom(1))) {
            Marker.assertSame(seen(sample), new Box(180, 0, 220, 30), 1e-9);
        }
    }

    @Test
    void whatIsErasedIsARectangleOfNoise() {
        SplittableRandom random = new SplittableRandom(3);
        int erased = 0;
        for (int i = 0; i < 100; i++) {
            try (Sample sample =
                    new RandomErasing(0.5).apply(Pictures.sample(Pictures.plain(40, 40, Color.BLACK)), random)) {
                int painted = 0;
                for (int pixel = 0; pixel < 1600; pixel++) {
                    painted +=
                            Pictures.at(sample.image(), pixel % 40, pixel / 40).equals(Color.BLACK) ? 0 : 1;
                }
                erased += painted > 0 ? 1 : 0;
                assertThat(painted / 1600.0).isLessThanOrEqualTo(0.4);
            }
        }
        assertThat(erased).isBetween(35, 65);
    }
}
