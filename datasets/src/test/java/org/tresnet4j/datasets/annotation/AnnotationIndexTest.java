package org.tresnet4j.datasets.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnotationIndexTest {

    private static String fingerprint(String folder, String className, double x2) {
        Annotation annotation = new Annotation(1, 0, new Box(0, 0, x2, 5), 25, false);
        AnnotatedImage image = new AnnotatedImage(7, Path.of(folder, "a.jpg"), 20, 10, List.of(annotation));
        LabelMap labels = new LabelMap(List.of(new Category(3, className)));
        return AnnotationIndex.labelled(List.of(image), labels, 0).fingerprint();
    }

    @Test
    void theFingerprintStaysWhereverTheDataLies() {
        assertThat(fingerprint("here", "cat", 5)).isEqualTo(fingerprint("there", "cat", 5));
    }

    @Test
    void theFingerprintChangesWithABoxAndWithAClass() {
        assertThat(fingerprint("here", "cat", 5.5)).isNotEqualTo(fingerprint("here", "cat", 5));
        assertThat(fingerprint("here", "dog", 5)).isNotEqualTo(fingerprint("here", "cat", 5));
    }
}
