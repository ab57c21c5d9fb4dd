package org.tresnet4j.datasets.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tresnet4j.datasets.transform.Marker.assertBackInPlace;
import static org.tresnet4j.datasets.transform.Marker.assertMarkerInItsBox;
import static org.tresnet4j.datasets.transform.Marker.marked;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tresnet4j.datasets.Pictures;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.Box;

class GeometricTransformsTest {

    private final SplittableRandom random = new SplittableRandom(3);

    @ParameterizedTest(name = "{0}x{1} to {2}")
    @CsvSource({"128, 96, 64", "128, 96, 50", "64, 48, 224", "128, 48, 100", "48, 128, 100", "64, 64, 33"})
    void squishResizeMovesBoxesWithThePixels(int width, int height, int side) {
        try (Sample resized = new SquishResize(side).apply(marked(width, height), random)) {
            assertThat(resized.image().width()).isEqualTo(side);
            assertThat(resized.image().height()).isEqualTo(side);
            assertMarkerInItsBox(resized);
            assertBackInPlace(resized);
        }
    }

    @Test
    void squishResizeScalesTheObjectsAreaToo() {
        try (Sample resized = new SquishResize(64).apply(marked(128, 64), random)) {
            Annotation annotation = resized.annotations().get(0);
            assertThat(annotation.area()).isEqualTo(16 * 32 / 2.0);
        }
    }

    @Test
    void squishResizeAveragesWhatItShrinks() {
        BufferedImage columns = Pictures.plain(64, 64, Color.BLACK);
        for (int x = 0; x < 64; x += 4) {
            Pictures.fill(columns, x, 0, 1, 64, Color.WHITE);
        }
        try (Sample resized = new SquishResize(16).apply(Pictures.sample(columns), random)) {
            // a quarter of every new pixel is white; sampling points would give black or white
            assertThat(Pictures.at(resized.image(), 7, 7).getRed()).isBetween(63, 65);
        }
    }

    @Test
    void squishResizeLeavesTheRightSizeAlone() {
        Sample sample = marked(64, 64);
        assertThat(new SquishResize(64).apply(sample, random)).isSameAs(sample);
        sample.close();
    }

    @Test
    void squishResizeReleasesTheOldPicture() {
        Sample sample = marked(64, 64);
        new SquishResize(32).apply(sample, random).close();
        assertThatThrownBy(() -> sample.image().width()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSideMustBePositive() {
        assertThatThrownBy(() -> new SquishResize(0)).hasMessage("SquishResize: side is 0, expected at least 1");
    }

    @Test
    void flippingMovesBoxesWithThePixels() {
        try (Sample flipped = new HorizontalFlip(1).apply(marked(128, 96), random)) {
            assertThat(flipped.annotations().get(0).box()).isEqualTo(new Box(88, 8, 104, 40));
            assertMarkerInItsBox(flipped);
            assertBackInPlace(flipped);
        }
    }

    @Test
    void flippingVerticallyMovesBoxesWithThePixels() {
        try (Sample flipped = new VerticalFlip(1).apply(marked(128, 96), random)) {
            assertThat(flipped.annotations().get(0).box()).isEqualTo(new Box(24, 56, 40, 88));
            assertThat(flipped.annotations().get(0).area()).isEqualTo(16 * 32);
            assertMarkerInItsBox(flipped);
            assertBackInPlace(flipped);
        }
    }

    @Test
    void bothFlipsAreATurnByHalfACircle() {
        byte[] upright = marked(128, 96).image().toBytes();
        Compose turn = Compose.of(new HorizontalFlip(1), new VerticalFlip(1));
        try (Sample turned = turn.apply(marked(128, 96), random)) {
            byte[] rgb = turned.image().toBytes();
            for (int pixel = 0; pixel < 128 * 96; pixel++) {
                assertThat(rgb[3 * pixel]).isEqualTo(upright[3 * (128 * 96 - 1 - pixel)]);
            }
        }
    }

    @Test
    void probabilityZeroNeverFlips() {
        for (int i = 0; i < 50; i++) {
            try (Sample sample = new HorizontalFlip(0).apply(marked(128, 96), random)) {
                assertThat(sample.fromSource()).isEqualTo(BoxMap.identity());
            }
        }
    }

    @Test
    void probabilityOneHalfFlipsAboutHalfTheTime() {
        int flips = 0;
        for (int i = 0; i < 400; i++) {
            try (Sample sample = new HorizontalFlip(0.5).apply(marked(64, 64), random)) {
                flips += sample.fromSource().scaleX() < 0 ? 1 : 0;
            }
        }
        assertThat(flips).isBetween(160, 240);
    }

    @Test
    void aProbabilityMustBeOne() {
        assertThatThrownBy(() -> new HorizontalFlip(1.5))
                .hasMessage("HorizontalFlip: probability is 1.5, expected 0 to 1");
        assertThatThrownBy(() -> new VerticalFlip(Double.NaN))
                .hasMessage("VerticalFlip: probability is NaN, expected 0 to 1");
    }

    @Test
    void aChainMovesBoxesWithThePixelsAndLeadsBack() {
        Compose chain = Compose.of(
                new SquishResize(90), new HorizontalFlip(1), new KeepRatioResize(150, 170), new VerticalFlip(1));
        try (Sample sample = chain.apply(marked(128, 96), random)) {
            assertMarkerInItsBox(sample);
            assertBackInPlace(sample);
        }
    }

    @Test
    void aChainThatFailsClosesThePicture() {
        Sample[] seen = new Sample[1];
        Compose chain = Compose.of(new SquishResize(90), (sample, chance) -> {
            seen[0] = sample;
            throw new IllegalArgumentException("no");
        });
        assertThatThrownBy(() -> chain.apply(marked(128, 96), random)).hasMessage("no");
        assertThatThrownBy(() -> seen[0].image().width()).isInstanceOf(IllegalStateException.class);
    }
}
