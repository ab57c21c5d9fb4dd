package org.tresnet4j.datasets.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.tresnet4j.datasets.Pictures;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.image.RgbImage;

class ColourTransformsTest {

    private static final Color TEAL = new Color(40, 160, 120);

    /** Always draws the middle or, as a double, the given number. */
    private static RandomGenerator drawing(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public int nextInt(int bound) {
                return bound / 2;
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }

    private static Color applied(ColorJitter jitter, Color colour, double draw) {
        try (Sample sample = jitter.apply(Pictures.sample(Pictures.plain(8, 8, colour)), drawing(draw))) {
            return Pictures.at(sample.image(), 3, 3);
        }
    }

    private static int painted(RgbImage image) {
        int count = 0;
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                count += Pictures.at(image, x, y).equals(TEAL) ? 0 : 1;
            }
        }
        return count;
    }

    @Test
    void cutoutHidesTheSquareAroundItsCentre() {
        try (Sample sample = new Cutout(0.5).apply(Pictures.sample(Pictures.plain(40, 20, TEAL)), drawing(0))) {
            assertThat(painted(sample.image())).isEqualTo(20 * 10);
            assertThat(Pictures.at(sample.image(), 10, 5)).isNotEqualTo(TEAL);
            assertThat(Pictures.at(sample.image(), 29, 14)).isNotEqualTo(TEAL);
            assertThat(Pictures.at(sample.image(), 9, 5)).isEqualTo(TEAL);
            assertThat(Pictures.at(sample.image(), 30, 14)).isEqualTo(TEAL);
        }
    }

    @Test
    void cutoutIsCutOffAtTheEdge() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 50; i++) {
            try (Sample sample = new Cutout(0.5).apply(Pictures.sample(Pictures.plain(20, 20, TEAL)), random)) {
                assertThat(painted(sample.image())).isBetween(25, 100);
            }
        }
    }

    @Test
    void cutoutLeavesBoxesAlone() {
        Box box = new Box(1, 2, 3, 4);
        try (Sample sample =
                new Cutout(1).apply(Pictures.sample(Pictures.plain(20, 20, TEAL), box), new SplittableRandom(1))) {
            assertThat(sample.annotations().get(0).box()).isEqualTo(box);
        }
    }

    @Test
    void cutoutOfNothingChangesNothing() {
        try (Sample sample =
                new Cutout(0).apply(Pictures.sample(Pictures.plain(20, 20, TEAL)), new SplittableRandom(1))) {
            assertThat(painted(sample.image())).isZero();
        }
    }

    @Test
    void cutoutFactorIsAPart() {
        assertThatThrownBy(() -> new Cutout(2)).hasMessage("Cutout: factor is 2.0, expected 0 to 1");
    }

    @Test
    void brightnessMultiplies() {
        assertThat(applied(new ColorJitter(0.5, 0, 0, 0), TEAL, 0)).isEqualTo(new Color(20, 80, 60));
    }

    @Test
    void brightnessIsClippedAtWhite() {
        assertThat(applied(new ColorJitter(1, 0, 0, 0), TEAL, 1)).isEqualTo(new Color(80, 255, 240));
    }

    @Test
    void noContrastIsTheMeanGrey() {
        BufferedImage picture = Pictures.plain(8, 8, Color.BLACK);
        Pictures.fill(picture, 0, 0, 4, 8, Color.WHITE);
        try (Sample sample = new ColorJitter(0, 1, 0, 0).apply(Pictures.sample(picture), drawing(0))) {
            // the mean 127.5 is rounded up, as PIL does
            assertThat(Pictures.at(sample.image(), 1, 1)).isEqualTo(new Color(128, 128, 128));
            assertThat(Pictures.at(sample.image(), 6, 1)).isEqualTo(new Color(128, 128, 128));
        }
    }

    @Test
    void noSaturationIsGrey() {
        int grey = (int) Math.round(0.299 * 40 + 0.587 * 160 + 0.114 * 120);
        assertThat(applied(new ColorJitter(0, 0, 1, 0), TEAL, 0)).isEqualTo(new Color(grey, grey, grey));
    }

    /** What Pillow 12.3.0's ImageEnhance makes of two pixels with the factor 1.4. */
    @Test
    void contrastAndSaturationAgreeWithPillowToOneGreyLevel() {
        assertTwoPixels(new ColorJitter(0, 0.4, 0, 0), new Color(14, 182, 126), new Color(238, 0, 84));
        assertTwoPixels(new ColorJitter(0, 0, 0.4, 0), new Color(8, 176, 120), new Color(244, 6, 90));
    }

    private static void assertTwoPixels(ColorJitter jitter, Color left, Color right) {
        BufferedImage picture = Pictures.plain(2, 1, TEAL);
        picture.setRGB(1, 0, new Color(200, 30, 90).getRGB());
        try (Sample sample = jitter.apply(Pictures.sample(picture), drawing(1))) {
            byte[] rgb = sample.image().toBytes();
            int[] expected = {
                left.getRed(), left.getGreen(), left.getBlue(), right.getRed(), right.getGreen(), right.getBlue()
            };
            for (int i = 0; i < expected.length; i++) {
                assertThat(rgb[i] & 0xFF).isCloseTo(expected[i], Offset.offset(1));
            }
        }
    }

    @Test
    void halfACircleOfHueIsTheComplement() {
        Color turned = applied(new ColorJitter(0, 0, 0, 0.5), new Color(200, 40, 40), 0);
        assertThat(turned.getRed()).isCloseTo(40, Offset.offset(8));
        assertThat(turned.getGreen()).isCloseTo(200, Offset.offset(8));
        assertThat(turned.getBlue()).isCloseTo(200, Offset.offset(8));
    }

    @Test
    void strengthsOfZeroChangeNothing() {
        assertThat(applied(new ColorJitter(0, 0, 0, 0), TEAL, 0.9)).isEqualTo(TEAL);
    }

    @Test
    void theSameChanceGivesTheSamePicture() {
        ColorJitter jitter = new ColorJitter(0.4, 0.4, 0.4, 0.1);
        try (Sample first = jitter.apply(Pictures.sample(Pictures.plain(8, 8, TEAL)), new SplittableRandom(9));
                Sample second = jitter.apply(Pictures.sample(Pictures.plain(8, 8, TEAL)), new SplittableRandom(9))) {
            assertThat(first.image().toBytes()).isEqualTo(second.image().toBytes());
        }
    }

    @Test
    void hueGoesNoFurtherThanHalfTheCircle() {
        assertThatThrownBy(() -> new ColorJitter(0, 0, 0, 0.6))
                .hasMessage("ColorJitter: hue is 0.6, expected at least 0 and at most 0.5");
    }
}
