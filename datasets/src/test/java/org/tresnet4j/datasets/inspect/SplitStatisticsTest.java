package org.tresnet4j.datasets.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.annotation.Category;
import org.tresnet4j.datasets.annotation.IndexReport;
import org.tresnet4j.datasets.annotation.LabelMap;

class SplitStatisticsTest {

    private static final Path FILE = Path.of("a.jpg");

    private static Annotation object(int classIndex, double area) {
        return new Annotation(1, classIndex, new Box(0, 0, 10, 10), area, false);
    }

    private static Annotation crowd(int classIndex) {
        return new Annotation(1, classIndex, new Box(0, 0, 10, 10), 1e6, true);
    }

    private static SplitStatistics statistics(AnnotatedImage... images) {
        return SplitStatistics.of(new AnnotationIndex(
                List.of(images),
                new LabelMap(List.of(new Category(7, "dog"), new Category(2, "cat"), new Category(3, "cow"))),
                new IndexReport(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)));
    }

    @Test
    void countsImagesAndObjectsOfEachClass() {
        SplitStatistics split = statistics(
                new AnnotatedImage(1, FILE, 640, 480, List.of(object(0, 10), object(0, 20), object(1, 30))),
                new AnnotatedImage(2, FILE, 640, 480, List.of(object(0, 10), crowd(1))),
                new AnnotatedImage(3, FILE, 640, 480, List.of()));
        assertThat(split.images()).isEqualTo(3);
        assertThat(split.emptyImages()).isEqualTo(1);
        assertThat(split.objects()).isEqualTo(4);
        assertThat(split.crowds()).isEqualTo(1);
        assertThat(split.classes())
                .containsExactly(new ClassCount("dog", 2, 3), new ClassCount("cat", 2, 1), new ClassCount("cow", 0, 0));
    }

    @Test
    void sizesAreCocosByTheArea() {
        SplitStatistics split = statistics(new AnnotatedImage(
                1,
                FILE,
                640,
                480,
                List.of(object(0, 1023.9), object(0, 1024), object(0, 9215.9), object(0, 9216), crowd(0))));
        assertThat(split.sizes())
                .containsExactly(entry(ObjectSize.SMALL, 1), entry(ObjectSize.MEDIUM, 2), entry(ObjectSize.LARGE, 1));
        Histogram sides = split.objectSides();
        assertThat(sides.total()).isEqualTo(4);
        assertThat(sides.counts().get(sides.labels().indexOf("24-32"))).isEqualTo(1);
        assertThat(sides.counts().get(sides.labels().indexOf("32-48"))).isEqualTo(1);
        assertThat(sides.counts().get(sides.labels().indexOf("64-96"))).isEqualTo(1);
        assertThat(sides.counts().get(sides.labels().indexOf("96-128"))).isEqualTo(1);
    }

    @Test
    void countsTheImagesSizesAndAspects() {
        SplitStatistics split = statistics(
                new AnnotatedImage(1, FILE, 500, 500, List.of()),
                new AnnotatedImage(2, FILE, 640, 480, List.of()),
                new AnnotatedImage(3, FILE, 480, 640, List.of()),
                new AnnotatedImage(4, FILE, 640, 480, List.of()));
        assertThat(split.imageSizes()).containsExactly(entry("640x480", 2), entry("480x640", 1), entry("500x500", 1));
        assertThat(split.shortSides().counts().get(split.shortSides().labels().indexOf("448-512")))
                .isEqualTo(4);
        assertThat(split.longSides().counts().get(split.longSides().labels().indexOf("640-768")))
                .isEqualTo(3);
        assertThat(split.aspects().counts().get(split.aspects().labels().indexOf("0.7-0.8")))
                .isEqualTo(1);
        assertThat(split.aspects().counts().get(split.aspects().labels().indexOf("0.9-1.1")))
                .isEqualTo(1);
        assertThat(split.aspects().counts().get(split.aspects().labels().indexOf("1.25-1.4")))
                .isEqualTo(2);
    }

    @Test
    void aNumberOnAnEdgeBelongsToTheBinAbove() {
        Histogram histogram = Histogram.of(List.of(1., 2.5), DoubleStream.of(0.9, 1, 2.4, 2.5, 99));
        assertThat(histogram.labels()).containsExactly("< 1", "1-2.5", ">= 2.5");
        assertThat(histogram.counts()).containsExactly(1L, 2L, 2L);
        assertThat(histogram.total()).isEqualTo(5);
    }

    @Test
    void edgesMustIncrease() {
        assertThatThrownBy(() -> new Histogram(List.of(2., 1.), List.of(0L, 0L, 0L)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Histogram(List.of(1., 2.), List.of(0L, 0L)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
