package org.tresnet4j.datasets.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.tresnet4j.datasets.transform.Marker.assertSame;
import static org.tresnet4j.datasets.transform.Marker.marked;
import static org.tresnet4j.datasets.transform.Marker.redBox;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tresnet4j.datasets.Pictures;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.Box;

class RandomCropTest {

    private static final int WIDTH = 120;
    private static final int HEIGHT = 90;
    private static final int ANY_PART = 0;
    private static final int WHOLE_PICTURE = 6;
    private static final RandomCrop CROP = new RandomCrop(1);

    private final SplittableRandom random = new SplittableRandom(12);

    /** Makes the first choice, that of what to cut; the rest is left to chance. */
    private static RandomGenerator choosing(int choice, RandomGenerator chance) {
        return new RandomGenerator() {
            private boolean chosen;

            @Override
            public long nextLong() {
                return chance.nextLong();
            }

            @Override
            public int nextInt(int bound) {
                int drawn = chosen ? chance.nextInt(bound) : choice;
                chosen = true;
                return drawn;
            }
        };
    }

    private Sample scene() {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            boxes.add(Box.fromXywh(
                    random.nextDouble(90), random.nextDouble(60), random.nextDouble(1, 30), random.nextDouble(1, 30)));
        }
        return Pictures.sample(Pictures.plain(WIDTH, HEIGHT, Color.GRAY), boxes.toArray(Box[]::new));
    }

    private static Sample scene(Annotation... annotations) {
        Sample empty = Pictures.sample(Pictures.plain(WIDTH, HEIGHT, Color.GRAY));
        return empty.withAnnotations(List.of(annotations));
    }

    /** Where the picture was cut, in the pixels of before. */
    private static Box part(Sample cropped) {
        Box whole = new Box(0, 0, cropped.image().width(), cropped.image().height());
        return cropped.fromSource().inverse().apply(whole);
    }

    private static boolean isCut(Sample sample) {
        return sample.image().width() < WIDTH || sample.image().height() < HEIGHT;
    }

    private static boolean hasCentreOf(Box box, Box part) {
        double x = box.x1() + box.width() / 2;
        double y = box.y1() + box.height() / 2;
        return x > part.x1() && x < part.x2() && y > part.y1() && y < part.y2();
    }

    @Test
    void theBoxFollowsThePixels() {
        Box object = Box.fromXywh(20, 30, 60, 40);
        int cuts = 0;
        for (int i = 0; i < 100; i++) {
            try (Sample cropped = CROP.apply(marked(WIDTH, HEIGHT, object), random)) {
                Box box = cropped.annotations().get(0).box();
                assertThat(redBox(cropped)).isEqualTo(box);
                assertSame(cropped.fromSource().inverse().apply(box), object.intersection(part(cropped)), 1e-9);
                cuts += isCut(cropped) ? 1 : 0;
            }
        }
        assertThat(cuts).isGreaterThan(50);
    }

    @Test
    void boxesAreNeitherEmptyNorBeyondThePicture() {
        for (int i = 0; i < 300; i++) {
            try (Sample cropped = CROP.apply(scene(), random)) {
                assertThat(cropped.annotations()).isNotEmpty();
                for (Annotation annotation : cropped.annotations()) {
                    Box box = annotation.box();
                    assertThat(box.isEmpty()).isFalse();
                    assertThat(box)
                            .isEqualTo(box.clip(
                                    cropped.image().width(), cropped.image().height()));
                }
            }
        }
    }

    @Test
    void thoseRemainWhoseCentreIsInside() {
        for (int i = 0; i < 200; i++) {
            try (Sample cropped = CROP.apply(scene(), random)) {
                Box part = part(cropped);
                List<Box> expected = cropped.source().annotations().stream()
                        .map(Annotation::box)
                        .filter(b -> hasCentreOf(b, part))
                        .map(b -> b.intersection(part))
                        .map(cropped.fromSource()::apply)
                        .toList();
                assertThat(cropped.annotations()).extracting(Annotation::box).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest(name = "choice {0}: IoU at least {1}")
    @CsvSource({"0, 0", "1, 0.1", "2, 0.3", "3, 0.5", "4, 0.7", "5, 0.9"})
    void anObjectOverlapsAsMuchAsWanted(int choice, double leastIou) {
        int cuts = 0;
        for (int i = 0; i < 200; i++) {
            Sample sample = marked(WIDTH, HEIGHT, Box.fromXywh(10, 5, 100, 75));
            try (Sample cropped = CROP.apply(sample, choosing(choice, random))) {
                if (isCut(cropped)) {
                    cuts++;
                    Box object = cropped.source().annotations().get(0).box();
                    assertThat(object.iou(part(cropped))).isGreaterThanOrEqualTo(leastIou);
                }
            }
        }
        assertThat(cuts).isPositive();
    }

    @Test
    void sidesAndRatioStayInTheirBounds() {
        for (int i = 0; i < 300; i++) {
            try (Sample cropped = new RandomCrop(1, 0.4).apply(scene(), choosing(ANY_PART, random))) {
                double width = cropped.image().width();
                double height = cropped.image().height();
                assertThat(width).isBetween(0.4 * WIDTH, (double) WIDTH);
                assertThat(height).isBetween(0.4 * HEIGHT, (double) HEIGHT);
                assertThat(width / height).isBetween(0.5, 2.0);
            }
        }
    }

    @Test
    void theAreaShrinksAsTheBoxDoes() {
        Annotation object = new Annotation(7, 2, Box.fromXywh(20, 30, 60, 40), 1200, false);
        for (int i = 0; i < 50; i++) {
            try (Sample cropped = CROP.apply(scene(object), random)) {
                Annotation remaining = cropped.annotations().get(0);
                assertThat(remaining.area()).isCloseTo(remaining.box().area() / 2, within(1e-9));
                assertThat(remaining.id()).isEqualTo(7);
                assertThat(remaining.classIndex()).isEqualTo(2);
            }
        }
    }

    @Test
    void whereNoTrialSucceedsThePictureStays() {
        // a part of at least 36x27 pixels cannot have an IoU of 0.9 with so small an object
        Sample sample = marked(WIDTH, HEIGHT, Box.fromXywh(50, 40, 4, 4));
        assertThat(CROP.apply(sample, choosing(5, random))).isSameAs(sample);
        sample.close();
    }

    @Test
    void theWholePictureIsAChoice() {
        Sample sample = scene();
        assertThat(CROP.apply(sample, choosing(WHOLE_PICTURE, random))).isSameAs(sample);
        sample.close();
    }

    @Test
    void probabilityZeroNeverCuts() {
        for (int i = 0; i < 50; i++) {
            try (Sample sample = new RandomCrop(0).apply(scene(), random)) {
                assertThat(isCut(sample)).isFalse();
            }
        }
    }

    @Test
    void aPictureWithoutObjectsIsCutAnywhere() {
        try (Sample cropped = CROP.apply(scene(), choosing(ANY_PART, random));
                Sample empty = CROP.apply(scene(new Annotation[0]), choosing(5, random))) {
            assertThat(isCut(cropped)).isTrue();
            assertThat(isCut(empty)).isTrue();
            assertThat(empty.annotations()).isEmpty();
        }
    }

    @Test
    void aCrowdRemainsWhereAnythingOfItIsLeft() {
        Annotation crowd = new Annotation(1, 0, new Box(0, 0, WIDTH, 20), 500, true);
        Annotation object = new Annotation(2, 0, new Box(40, 35, 80, 85), 500, false);
        int withoutItsCentre = 0;
        for (int i = 0; i < 200; i++) {
            try (Sample cropped = CROP.apply(scene(crowd, object), random)) {
                Box part = part(cropped);
                boolean touched = part.y1() < 20;
                assertThat(cropped.annotations()).hasSize(touched ? 2 : 1);
                assertThat(cropped.annotations()).anyMatch(a -> !a.crowd());
                withoutItsCentre += touched && !hasCentreOf(crowd.box(), part) ? 1 : 0;
            }
        }
        assertThat(withoutItsCentre).isPositive();
    }

    @Test
    void theSameChanceCutsTheSamePart() {
        Box object = Box.fromXywh(20, 30, 60, 40);
        for (int seed = 0; seed < 20; seed++) {
            try (Sample first = CROP.apply(marked(WIDTH, HEIGHT, object), new SplittableRandom(seed));
                    Sample second = CROP.apply(marked(WIDTH, HEIGHT, object), new SplittableRandom(seed))) {
                assertThat(first.fromSource()).isEqualTo(second.fromSource());
                assertThat(first.annotations()).isEqualTo(second.annotations());
                assertThat(first.image().toBytes()).isEqualTo(second.image().toBytes());
            }
        }
    }

    @Test
    void theOldPictureIsReleased() {
        Sample sample = scene();
        CROP.apply(sample, choosing(ANY_PART, random)).close();
        assertThatThrownBy(() -> sample.image().width()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void numbersAreChecked() {
        assertThatThrownBy(() -> new RandomCrop(2)).hasMessage("RandomCrop: probability is 2.0, expected 0 to 1");
        assertThatThrownBy(() -> new RandomCrop(1, 0))
                .hasMessage("RandomCrop: minimumScale is 0.0, expected over 0 and at most 1");
    }
}
