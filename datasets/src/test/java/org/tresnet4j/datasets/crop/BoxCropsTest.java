package org.tresnet4j.datasets.crop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.datasets.Pictures;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.annotation.Category;
import org.tresnet4j.datasets.annotation.IndexReport;
import org.tresnet4j.datasets.annotation.LabelMap;
import org.tresnet4j.datasets.image.ImageDecoder;
import org.tresnet4j.datasets.image.ImageException;
import org.tresnet4j.datasets.image.OnCorruptImage;
import org.tresnet4j.datasets.image.RgbImage;

/** Of a picture of 60×40: a red rectangle at (10,10) to (30,20) on blue. */
class BoxCropsTest {

    private static final CropOptions EXACT = new CropOptions(0, 0, CropOptions.Format.PNG, OnCorruptImage.FAIL);

    @TempDir
    private Path folder;

    private Path out;
    private Path picture;

    @BeforeEach
    void picture() throws IOException {
        out = folder.resolve("out");
        BufferedImage pixels = Pictures.plain(60, 40, Color.BLUE);
        Pictures.fill(pixels, 10, 10, 20, 10, Color.RED);
        picture = Pictures.write(pixels, folder.resolve("a b.png"));
    }

    private static Annotation object(long id, int classIndex, Box box) {
        return new Annotation(id, classIndex, box, box.area(), false);
    }

    private AnnotationIndex index(Path file, Annotation... annotations) {
        List<AnnotatedImage> images = new ArrayList<>();
        images.add(new AnnotatedImage(1, file, 60, 40, List.of(annotations)));
        return new AnnotationIndex(
                images,
                new LabelMap(List.of(new Category(7, "dog"), new Category(2, "big/cat"))),
                new IndexReport(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    private CropReport crop(CropOptions options, Annotation... annotations) {
        return BoxCrops.write(index(picture, annotations), out, options);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(out)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> out.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    private RgbImage read(String file) {
        return ImageDecoder.openCv().decode(out.resolve(file));
    }

    @Test
    void cutsTheBoxOut() throws IOException {
        CropReport report = crop(EXACT, object(5, 0, new Box(10, 10, 30, 20)), object(6, 1, new Box(0, 0, 5, 5)));
        assertThat(files()).containsExactly("big_cat/a b_6.png", "dog/a b_5.png");
        assertThat(report.pictures()).containsExactly(entry("dog", 1), entry("big_cat", 1));
        try (RgbImage dog = read("dog/a b_5.png")) {
            assertThat(dog.width()).isEqualTo(20);
            assertThat(dog.height()).isEqualTo(10);
            assertThat(Pictures.at(dog, 0, 0)).isEqualTo(Color.RED);
            assertThat(Pictures.at(dog, 19, 9)).isEqualTo(Color.RED);
        }
        try (RgbImage cat = read("big_cat/a b_6.png")) {
            assertThat(Pictures.at(cat, 0, 0)).isEqualTo(Color.BLUE);
        }
    }

    @Test
    void takesTheWholePixelsThatTheBoxTouches() {
        crop(EXACT, object(5, 0, new Box(10.6, 10.2, 29.1, 19.5)));
        try (RgbImage dog = read("dog/a b_5.png")) {
            assertThat(dog.width()).isEqualTo(20);
            assertThat(dog.height()).isEqualTo(10);
        }
    }

    @Test
    void addsTheMarginUpToTheEdge() {
        crop(
                new CropOptions(0.5, 0, CropOptions.Format.PNG, OnCorruptImage.FAIL),
                object(5, 0, new Box(10, 10, 30, 20)),
                object(6, 0, new Box(50, 20, 60, 40)));
        try (RgbImage wide = read("dog/a b_5.png")) {
            assertThat(wide.width()).as("10 on each side").isEqualTo(40);
            assertThat(wide.height()).as("5 on each side").isEqualTo(20);
            assertThat(Pictures.at(wide, 9, 5)).isEqualTo(Color.BLUE);
            assertThat(Pictures.at(wide, 10, 5)).isEqualTo(Color.RED);
        }
        try (RgbImage edge = read("dog/a b_6.png")) {
            assertThat(edge.width()).as("5 on the left, none on the right").isEqualTo(15);
            assertThat(edge.height()).as("10 above, none below").isEqualTo(30);
        }
    }

    @Test
    void leavesOutWhatIsSmallAndCrowds() throws IOException {
        Box box = new Box(10, 10, 30, 20);
        CropReport report = crop(
                new CropOptions(0, 10, CropOptions.Format.JPG, OnCorruptImage.FAIL),
                object(5, 0, box),
                object(6, 1, new Box(0, 0, 50, 9.9)),
                new Annotation(7, 1, box, box.area(), true));
        assertThat(files()).containsExactly("dog/a b_5.jpg");
        assertThat(report.small()).isEqualTo(1);
        assertThat(report.crowds()).isEqualTo(1);
        assertThat(report.total()).isEqualTo(1);
        assertThat(report.pictures()).containsEntry("big_cat", 0);
        assertThat(out.resolve("big_cat")).doesNotExist();
    }

    @Test
    void followsThePolicyForPicturesThatCannotBeUsed() throws IOException {
        Path gone = folder.resolve("gone.png");
        AnnotationIndex index = index(gone, object(5, 0, new Box(10, 10, 30, 20)));
        assertThatThrownBy(() -> BoxCrops.write(index, out, EXACT))
                .isInstanceOf(ImageException.class)
                .hasMessage(gone + ": does not exist");

        CropReport report =
                BoxCrops.write(index, out, new CropOptions(0, 0, CropOptions.Format.PNG, OnCorruptImage.SKIP));
        assertThat(report.total()).isZero();
        assertThat(report.skipped()).extracting(ImageException::file).containsExactly(gone);
    }

    @Test
    void refusesNegativeOptions() {
        assertThatThrownBy(() -> new CropOptions(-0.1, 0, CropOptions.Format.JPG, OnCorruptImage.FAIL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("margin");
        assertThatThrownBy(() -> new CropOptions(0, Double.NaN, CropOptions.Format.JPG, OnCorruptImage.FAIL))
                .hasMessageContaining("smallest side");
    }
}
