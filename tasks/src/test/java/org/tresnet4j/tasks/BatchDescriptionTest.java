package org.tresnet4j.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.Box;

class BatchDescriptionTest {

    private static final Path ROOT = Path.of("data", "shapes");
    private static final AnnotatedImage FIRST = new AnnotatedImage(
            1L << 40,
            ROOT.resolve("images/a picture \u00e9.jpg"),
            640,
            480,
            List.of(
                    new Annotation(7, 3, new Box(0.1, 1 / 3.0, 1e-7, 479.99999999999994), 12.3456789012345678, true),
                    new Annotation(-1, 0, new Box(0, 0, 640, 480), 0, false)));
    private static final AnnotatedImage SECOND = new AnnotatedImage(2, Path.of("/elsewhere/b.jpg"), 0, 0, List.of());

    private static BatchDescription described() {
        return BatchDescription.of(ROOT, List.of(FIRST, SECOND), 5, new int[] {1, 0});
    }

    @Test
    void survivesBeingText() {
        assertThat(BatchDescription.parse(described().text())).isEqualTo(described());
    }

    @Test
    void hasTheImagesOfTheBatchInItsOrder() {
        assertThat(described().epoch()).isEqualTo(5);
        assertThat(described().images())
                .extracting(BatchDescription.Example::number)
                .containsExactly(1, 0);
        assertThat(described().annotatedImages().get(1).annotations()).isEqualTo(FIRST.annotations());
    }

    @Test
    void filesAreRelativeToTheRootWhereTheyAreInIt() {
        assertThat(described().annotatedImages())
                .extracting(AnnotatedImage::file)
                .containsExactly(Path.of("/elsewhere/b.jpg"), Path.of("images/a picture \u00e9.jpg"));
    }

    @Test
    void refusesOtherTexts() {
        assertThatThrownBy(() -> BatchDescription.parse("{"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the description of a batch");
        assertThatThrownBy(() -> BatchDescription.parse("{}")).isInstanceOf(IllegalArgumentException.class);
    }
}
