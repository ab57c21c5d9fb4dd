package org.tresnet4j.classification.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.runner.spi.TaskException;

class OneLabelTest {

    private static AnnotatedImage image(int... classIndices) {
        List<Annotation> annotations = IntStream.of(classIndices)
                .mapToObj(c -> new Annotation(1, c, new Box(0, 0, 1, 1), 1, false))
                .toList();
        return new AnnotatedImage(1, Path.of("a.jpg"), 8, 8, annotations);
    }

    @Test
    void isTheClassOfAllObjects() {
        assertThat(OneLabel.of(image(3))).isEqualTo(3);
        assertThat(OneLabel.of(image(2, 2))).isEqualTo(2);
    }

    @Test
    void refusesNoneAndSeveral() {
        assertThatThrownBy(() -> OneLabel.check(List.of(image(1), image())))
                .isInstanceOf(TaskException.class)
                .hasMessage("a.jpg: has no label; classification needs one for each image");
        assertThatThrownBy(() -> OneLabel.check(List.of(image(1, 2))))
                .hasMessageContaining("objects of several classes");
    }
}
