package org.tresnet4j.datasets.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tresnet4j.datasets.Pictures;
import org.tresnet4j.datasets.annotation.Box;

class PhotometricDistortionTest {

    private final SplittableRandom random = new SplittableRandom(6);

    private static Sample colourful() {
        BufferedImage picture = Pictures.plain(16, 8, new Color(40, 160, 120));
        Pictures.fill(picture, 3, 2, 5, 4, new Color(200, 30, 90));
        return Pictures.sample(picture, Box.fromXywh(3, 2, 5, 4));
    }

    private static byte[] untouched() {
        try (Sample sample = colourful()) {
            return sample.image().toBytes();
        }
    }

    @Test
    void boxesStay() {
        try (Sample sample = new PhotometricDistortion(1).apply(colourful(), random)) {
            assertThat(sample.annotations()).isEqualTo(sample.source().annotations());
            assertThat(sample.fromSource()).isEqualTo(BoxMap.identity());
            assertThat(sample.image().toBytes()).isNotEqualTo(untouched());
        }
    }

    @Test
    void probabilityZeroChangesNothing() {
        try (Sample sample = new PhotometricDistortion(0).apply(colourful(), random)) {
            assertThat(sample.image().toBytes()).isEqualTo(untouched());
        }
    }

    /** Half of the pictures keep each change away, so a sixteenth is left as it was. */
    @Test
    void bySsdsOwnProbabilityFewPicturesStayAsTheyAre() {
        byte[] untouched = untouched();
        int unchanged = 0;
        for (int i = 0; i < 640; i++) {
            try (Sample sample = new PhotometricDistortion().apply(colourful(), random)) {
                unchanged += Arrays.equals(sample.image().toBytes(), untouched) ? 1 : 0;
            }
        }
        assertThat(unchanged).isBetween(20, 75);
    }

    /** A grey picture without contrast has nothing but its brightness to change. */
    @Test
    void brightnessChangesByUpToAnEighth() {
        int least = 255;
        int most = 0;
        for (int i = 0; i < 200; i++) {
            Sample grey = Pictures.sample(Pictures.plain(4, 4, new Color(200, 200, 200)));
            try (Sample sample = new PhotometricDistortion(1).apply(grey, random)) {
                int level = Pictures.at(sample.image(), 1, 1).getRed();
                least = Math.min(least, level);
                most = Math.max(most, level);
            }
        }
        assertThat(least).isBetween(174, 178);
        assertThat(most).isBetween(222, 226);
    }

    @Test
    void theSameChanceGivesTheSamePicture() {
        PhotometricDistortion distortion = new PhotometricDistortion();
        for (int seed = 0; seed < 10; seed++) {
            try (Sample first = distortion.apply(colourful(), new SplittableRandom(seed));
                    Sample second = distortion.apply(colourful(), new SplittableRandom(seed))) {
                assertThat(first.image().toBytes()).isEqualTo(second.image().toBytes());
            }
        }
    }

    @Test
    void aStepIsTakenAsOftenAsItsProbabilitySays() {
        RandomApply sometimes = new RandomApply(0.25, new HorizontalFlip(1));
        int taken = 0;
        for (int i = 0; i < 400; i++) {
            try (Sample sample = sometimes.apply(colourful(), random)) {
                taken += sample.fromSource().scaleX() < 0 ? 1 : 0;
            }
        }
        assertThat(taken).isBetween(70, 130);
    }

    @Test
    void probabilitiesAreChecked() {
        assertThatThrownBy(() -> new PhotometricDistortion(-1))
                .hasMessage("PhotometricDistortion: probability is -1.0, expected 0 to 1");
        assertThatThrownBy(() -> new RandomApply(3, Compose.of()))
                .hasMessage("RandomApply: probability is 3.0, expected 0 to 1");
    }
}
