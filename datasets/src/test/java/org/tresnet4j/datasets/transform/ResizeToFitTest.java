package org.tresnet4j.datasets.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tresnet4j.datasets.transform.Marker.assertBackInPlace;
import static org.tresnet4j.datasets.transform.Marker.assertMarkerInItsBox;
import static org.tresnet4j.datasets.transform.Marker.marked;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.Box;

/** The resizes that look at the picture's ratio or are given one. */
class ResizeToFitTest {

    private final SplittableRandom random = new SplittableRandom(8);

    private static void assertSize(Sample sample, int width, int height) {
        assertThat(sample.image().width()).isEqualTo(width);
        assertThat(sample.image().height()).isEqualTo(height);
    }

    private static void assertFollowed(Sample sample) {
        assertMarkerInItsBox(sample);
        assertBackInPlace(sample);
    }

    /** Sizes that mmdetection's {@code rescale_size} gives, by hand: 640·800/480 = 1066.67, 500·800/375 = 1066.67. */
    @ParameterizedTest(name = "{0}x{1} within {2} and {3} is {4}x{5}")
    @CsvSource({
        "640, 480, 800, 1333, 1067, 800",
        "480, 640, 800, 1333, 800, 1067",
        "500, 375, 800, 1333, 1067, 800",
        "640, 213, 800, 1333, 1333, 444",
        "100, 100, 80, 133, 80, 80",
        "128, 96, 45, 133, 60, 45",
        "600, 44, 40, 60, 60, 4"
    })
    void theRatioIsKept(int width, int height, int shortSide, int longSide, int newWidth, int newHeight) {
        try (Sample resized = new KeepRatioResize(shortSide, longSide).apply(marked(width, height), random)) {
            assertSize(resized, newWidth, newHeight);
            assertFollowed(resized);
        }
    }

    @Test
    void boxesAreScaledByWhatTheSidesReallyBecame() {
        try (Sample resized = new KeepRatioResize(800, 1333).apply(marked(640, 480), random)) {
            Annotation annotation = resized.annotations().get(0);
            assertThat(annotation.box().x1()).isEqualTo(24 * (1067 / 640.0));
            assertThat(annotation.box().y1()).isEqualTo(8 * (800 / 480.0));
            assertThat(annotation.area()).isEqualTo(16 * 32 * ((1067 / 640.0) * (800 / 480.0)));
        }
    }

    @Test
    void aVeryLongPictureKeepsOnePixel() {
        try (Sample resized = new KeepRatioResize(10, 20).apply(marked(2000, 48), random)) {
            assertSize(resized, 20, 1);
        }
    }

    @Test
    void aPictureThatFitsIsLeftAlone() {
        for (Transform transform :
                List.of(new KeepRatioResize(96, 128), new FitInside(128, 200), new Resize(128, 96))) {
            Sample sample = marked(128, 96);
            assertThat(transform.apply(sample, random)).isSameAs(sample);
            sample.close();
        }
    }

    @Test
    void everyShortSideHasItsTurn() {
        MultiScaleResize resize = new MultiScaleResize(List.of(48, 60, 72), 200);
        Set<Integer> heights = new TreeSet<>();
        for (int i = 0; i < 40; i++) {
            try (Sample resized = resize.apply(marked(128, 96), random)) {
                heights.add(resized.image().height());
                assertFollowed(resized);
            }
        }
        assertThat(heights).containsExactly(48, 60, 72);
    }

    @Test
    void theSameChanceChoosesTheSameShortSides() {
        assertThat(heights(21)).isEqualTo(heights(21)).isNotEqualTo(heights(22));
    }

    private static List<Integer> heights(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        List<Integer> heights = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            try (Sample resized = new MultiScaleResize(List.of(48, 60, 72), 200).apply(marked(128, 96), chance)) {
                heights.add(resized.image().height());
            }
        }
        return heights;
    }

    @ParameterizedTest(name = "{0}x{1} inside {2}x{3} is {4}x{5}")
    @CsvSource({
        "128, 96, 64, 64, 64, 48",
        "96, 128, 64, 64, 48, 64",
        "128, 96, 200, 300, 200, 150",
        "128, 96, 300, 90, 120, 90",
        "333, 77, 100, 100, 100, 23"
    })
    void fittingInsideTouchesTheNarrowerBound(
            int width, int height, int mostWidth, int mostHeight, int newWidth, int newHeight) {
        try (Sample resized = new FitInside(mostWidth, mostHeight).apply(marked(width, height), random)) {
            assertSize(resized, newWidth, newHeight);
            assertFollowed(resized);
        }
    }

    @Test
    void whatFitsInsideNeverReachesBeyond() {
        for (int i = 0; i < 200; i++) {
            int width = random.nextInt(1, 300);
            int height = random.nextInt(1, 300);
            FitInside fit = new FitInside(random.nextInt(1, 120), random.nextInt(1, 120));
            try (Sample resized = fit.apply(marked(width, height, new Box(0, 0, 1, 1)), random)) {
                assertThat(resized.image().width()).isLessThanOrEqualTo(fit.width());
                assertThat(resized.image().height()).isLessThanOrEqualTo(fit.height());
                assertThat(resized.image().width() == fit.width()
                                || resized.image().height() == fit.height())
                        .isTrue();
            }
        }
    }

    @Test
    void aRectangleIsReachedWhateverTheRatioWas() {
        try (Sample resized = new Resize(100, 150).apply(marked(128, 96), random)) {
            assertSize(resized, 100, 150);
            assertFollowed(resized);
        }
    }

    @Test
    void sidesAreChecked() {
        assertThatThrownBy(() -> new Resize(10, 0)).hasMessage("Resize: height is 0, expected at least 1");
        assertThatThrownBy(() -> new FitInside(-1, 5)).hasMessage("FitInside: width is -1, expected at least 1");
        assertThatThrownBy(() -> new KeepRatioResize(0, 5))
                .hasMessage("KeepRatioResize: shortSide is 0, expected at least 1");
        assertThatThrownBy(() -> new MultiScaleResize(List.of(400, 800), 600))
                .hasMessage("KeepRatioResize: longSide is 600, expected at least the shortSide of 800");
        assertThatThrownBy(() -> new MultiScaleResize(List.of(), 600))
                .hasMessage("MultiScaleResize: shortSides is empty, expected at least one side");
    }
}
