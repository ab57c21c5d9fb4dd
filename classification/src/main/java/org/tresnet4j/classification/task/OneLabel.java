package org.tresnet4j.classification.task;

import java.util.List;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.runner.spi.TaskException;

/** The label of images that must have exactly one. */
final class OneLabel {

    private OneLabel() {}

    /**
     * The class index of all of an image's annotations.
     *
     * @throws TaskException if there are none, or of several classes
     */
    static int of(AnnotatedImage image) {
        List<Annotation> annotations = image.annotations();
        if (annotations.isEmpty()) {
            throw new TaskException(image.file() + ": has no label; classification needs one for each image");
        }
        int label = annotations.get(0).classIndex();
        if (annotations.stream().anyMatch(annotation -> annotation.classIndex() != label)) {
            throw new TaskException(image.file() + ": has objects of several classes; classification needs one label"
                    + " for each image: use task multilabel, or crops of the objects");
        }
        return label;
    }

    /** Finds the images that will not do before a batch does. */
    static void check(List<AnnotatedImage> images) {
        images.forEach(OneLabel::of);
    }
}
