package org.tresnet4j.datasets.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.datasets.DatasetException;
import org.tresnet4j.datasets.Pictures;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.batch.BatchIterator;
import org.tresnet4j.datasets.batch.BatchLoader;

class ImageFolderTest {

    @TempDir
    Path root;

    private void picture(String name, int width, int height) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Pictures.write(Pictures.plain(width, height, Color.PINK), file);
    }

    private void file(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "text");
    }

    @Test
    void aFolderIsAClassAndItsPicturesAreSorted() throws IOException {
        picture("dog/b.png", 4, 4);
        picture("cat/2.png", 4, 4);
        picture("cat/1.JPG", 4, 4);
        picture("dog/deeper/a.png", 4, 4);
        AnnotationIndex index = ImageFolder.read(root);
        assertThat(index.labels().names()).containsExactly("cat", "dog");
        assertThat(index.images())
                .extracting(image -> root.relativize(image.file()).toString())
                .containsExactly("cat/1.JPG", "cat/2.png", "dog/b.png", "dog/deeper/a.png");
        assertThat(index.images())
                .extracting(image -> image.annotations().get(0).classIndex())
                .containsExactly(0, 0, 1, 1);
    }

    @Test
    void otherFilesAreLeftOutAndCounted() throws IOException {
        picture("cat/1.png", 4, 4);
        file("cat/notes.txt");
        file("cat/.DS_Store");
        file("readme.txt");
        AnnotationIndex index = ImageFolder.read(root);
        assertThat(index.images()).hasSize(1);
        assertThat(index.report().lines()).contains("files that are no pictures left out: 1");
    }

    @Test
    void theSizeIsThePicturesAndTheLabelIsOfAllOfIt() throws IOException {
        picture("cat/1.png", 7, 5);
        BatchLoader loader = BatchLoader.of(ImageFolder.read(root).images(), samples -> {
                    assertThat(samples.get(0).source().width()).isEqualTo(7);
                    assertThat(samples.get(0).source().height()).isEqualTo(5);
                    assertThat(samples.get(0).annotations().get(0).box()).isEqualTo(new Box(0, 0, 7, 5));
                    return new org.nd4j.linalg.dataset.MultiDataSet();
                })
                .batchSize(1)
                .build();
        try (BatchIterator batches = loader.epoch(0)) {
            assertThat(batches.next()).isNotNull();
        }
    }

    @Test
    void namesAFolderThatIsNotThere() {
        assertThatThrownBy(() -> ImageFolder.read(root.resolve("none")))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("none: does not exist")
                .hasMessageContaining("a folder of pictures for each class");
    }

    @Test
    void refusesAFolderWithoutClassesOrPictures() throws IOException {
        picture("1.png", 4, 4);
        assertThatThrownBy(() -> ImageFolder.read(root)).hasMessageContaining("has no folders in it");
        Files.createDirectories(root.resolve("cat"));
        assertThatThrownBy(() -> ImageFolder.read(root))
                .hasMessageContaining("none of the folders of its 1 classes has a picture");
    }
}
