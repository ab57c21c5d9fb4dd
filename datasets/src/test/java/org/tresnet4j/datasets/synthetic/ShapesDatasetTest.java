package org.tresnet4j.datasets.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.datasets.DatasetException;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.coco.CocoPolicy;
import org.tresnet4j.datasets.coco.CocoReader;
import org.tresnet4j.datasets.image.ImageDecoder;
import org.tresnet4j.datasets.image.RgbImage;

class ShapesDatasetTest {

    private static final ShapesOptions SMALL =
            ShapesOptions.defaults().withImages(20, 5).withSide(64);

    @TempDir
    private Path folder;

    private static AnnotationIndex train(ShapesDataset dataset) {
        return new CocoReader(CocoPolicy.defaults()).read(dataset.trainAnnotations(), dataset.trainImages());
    }

    private static Map<String, byte[]> content(Path folder) throws IOException {
        Map<String, byte[]> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return content;
    }

    @Test
    void bothSplitsAreReadAsCoco() {
        ShapesDataset dataset = ShapesDataset.generate(folder.resolve("shapes"), SMALL);
        AnnotationIndex val = new CocoReader(CocoPolicy.defaults()).read(dataset.valAnnotations(), dataset.valImages());
        assertThat(train(dataset).images()).hasSize(20);
        assertThat(val.images()).hasSize(5);
        assertThat(val.labels()).isEqualTo(train(dataset).labels());
        assertThat(val.labels().names())
                .containsExactly("circle", "square", "triangle", "star", "cross", "ring", "heart", "crescent");
        assertThat(val.labels().categoryId(0)).isEqualTo(1);
    }

    @Test
    void everyPictureHasTheSizeItIsSaidToHave() {
        AnnotationIndex index = train(ShapesDataset.generate(folder.resolve("shapes"), SMALL));
        for (AnnotatedImage image : index.images()) {
            try (RgbImage pixels = ImageDecoder.openCv().decode(image.file(), 64, 64)) {
                assertThat(pixels.width()).isEqualTo(image.width());
            }
        }
    }

    @Test
    void boxesLieInThePictureAndHoldTheVisiblePart() {
        AnnotationIndex index = train(ShapesDataset.generate(folder.resolve("shapes"), SMALL));
        for (AnnotatedImage image : index.images()) {
            for (Annotation annotation : image.annotations()) {
                Box box = annotation.box();
                assertThat(box.clip(64, 64)).isEqualTo(box);
                assertThat(annotation.area()).isPositive().isLessThanOrEqualTo(box.area());
            }
        }
        assertThat(index.report().annotations()).isGreaterThan(30);
    }

    @Test
    void equalOptionsGiveEqualFiles() throws IOException {
        Map<String, byte[]> first =
                content(ShapesDataset.generate(folder.resolve("first"), SMALL).folder());
        Map<String, byte[]> second =
                content(ShapesDataset.generate(folder.resolve("second"), SMALL).folder());
        assertThat(second.keySet()).isEqualTo(first.keySet());
        first.forEach((name, bytes) -> assertThat(second.get(name)).as(name).isEqualTo(bytes));
    }

    @Test
    void anotherSeedGivesOtherPictures() throws IOException {
        Path first = ShapesDataset.generate(folder.resolve("first"), SMALL).folder();
        Path second = ShapesDataset.generate(folder.resolve("second"), SMALL.withSeed(2))
                .folder();
        assertThat(content(second).get("images/train/000001.jpg"))
                .isNotEqualTo(content(first).get("images/train/000001.jpg"));
    }

    @Test
    void aSecondCallFindsTheFirstOnesWork() throws IOException {
        ShapesDataset dataset = ShapesDataset.generate(folder.resolve("shapes"), SMALL);
        FileTime written = Files.getLastModifiedTime(dataset.trainAnnotations());
        Path mark = Files.createFile(dataset.folder().resolve("mark"));
        ShapesDataset.generate(folder.resolve("shapes"), SMALL);
        assertThat(mark).exists();
        assertThat(Files.getLastModifiedTime(dataset.trainAnnotations())).isEqualTo(written);
    }

    @Test
    void otherOptionsReplaceIt() {
        ShapesDataset.generate(folder.resolve("shapes"), SMALL);
        ShapesDataset dataset = ShapesDataset.generate(folder.resolve("shapes"), SMALL.withImages(3, 2));
        assertThat(train(dataset).images()).hasSize(3);
        assertThat(dataset.trainImages().resolve("000004.jpg")).doesNotExist();
    }

    @Test
    void nothingElseIsLeftInTheParentFolder() throws IOException {
        ShapesDataset.generate(folder.resolve("shapes"), SMALL);
        ShapesDataset.generate(folder.resolve("shapes"), SMALL.withSeed(2));
        try (Stream<Path> content = Files.list(folder)) {
            assertThat(content).containsExactly(folder.resolve("shapes"));
        }
    }

    @Test
    void severalAtOnceDoNotGetInEachOthersWay() {
        List<ShapesDataset> datasets = Stream.generate(() -> folder.resolve("shapes"))
                .limit(4)
                .map(target -> CompletableFuture.supplyAsync(() -> ShapesDataset.generate(target, SMALL)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        assertThat(datasets).hasSize(4).containsOnly(datasets.get(0));
        assertThat(train(datasets.get(0)).images()).hasSize(20);
    }

    @Test
    void aFolderOfSomethingElseIsNotTouched() throws IOException {
        Path mine = Files.createFile(folder.resolve("thesis.tex"));
        assertThatThrownBy(() -> ShapesDataset.generate(folder, SMALL))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith(folder + ": holds files that are no shapes dataset");
        assertThat(mine).exists();
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> SMALL.withSide(8)).hasMessage("Shapes: side is 8, expected 32 to 4096");
    }
}
