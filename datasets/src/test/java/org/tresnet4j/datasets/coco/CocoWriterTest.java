package org.tresnet4j.datasets.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.annotation.Box;

class CocoWriterTest {

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadAgain() {
        AnnotationIndex index = CocoFile.ofSections(folder, CocoFile.IMAGES, CocoFile.CATEGORIES, CocoFile.ANNOTATIONS)
                .read();
        Path copy = folder.resolve("copy.json");
        new CocoWriter(folder).write(copy, index.labels(), index.images());
        assertThat(new CocoReader(CocoPolicy.defaults()).read(copy, folder)).isEqualTo(index);
    }

    @Test
    void fileNamesAreRelativeToTheImagesFolderWithForwardSlashes() throws IOException {
        AnnotationIndex index = CocoFile.ofSections(folder, CocoFile.IMAGES, CocoFile.CATEGORIES, CocoFile.ANNOTATIONS)
                .read();
        Path copy = folder.resolve("copy.json");
        new CocoWriter(folder).write(copy, index.labels(), index.images());
        assertThat(Files.readString(copy)).contains("\"file_name\":\"sub/b.jpg\"");
    }

    @Test
    void aFailureLeavesTheOldFile() throws IOException {
        AnnotationIndex index = CocoFile.ofSections(folder, CocoFile.IMAGES, CocoFile.CATEGORIES, CocoFile.ANNOTATIONS)
                .read();
        Path file = Files.writeString(folder.resolve("old.json"), "old");
        Annotation ofClassNine = new Annotation(1, 9, new Box(0, 0, 1, 1), 1, false);
        List<AnnotatedImage> images =
                List.of(new AnnotatedImage(1, folder.resolve("a.jpg"), 10, 10, List.of(ofClassNine)));
        assertThatThrownBy(() -> new CocoWriter(folder).write(file, index.labels(), images))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(file).hasContent("old");
    }
}
