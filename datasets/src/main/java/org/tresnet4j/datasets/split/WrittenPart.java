package org.tresnet4j.datasets.split;

import java.nio.file.Path;
import java.util.List;
import org.tresnet4j.datasets.inspect.ClassCount;

/**
 * A part that an annotation file was split into.
 *
 * @param name {@code train}, {@code validation} or {@code test}
 * @param file its annotations
 * @param images in it
 * @param emptyImages those of them without an annotation
 * @param classes in the order of the file
 */
public record WrittenPart(String name, Path file, int images, int emptyImages, List<ClassCount> classes) {

    public WrittenPart {
        classes = List.copyOf(classes);
    }

    /** Of all classes, without crowds. */
    public int objects() {
        return classes.stream().mapToInt(ClassCount::objects).sum();
    }
}
