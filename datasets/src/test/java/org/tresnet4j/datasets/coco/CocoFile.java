package org.tresnet4j.datasets.coco;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tresnet4j.datasets.annotation.AnnotationIndex;

/** A small COCO file to be spoilt: two images of 640×480, the categories 7 (dog) and 2 (cat), three annotations. */
final class CocoFile {

    static final String IMAGES = """
            "images": [{"id": 42, "file_name": "a.jpg", "width": 640, "height": 480},
                       {"id": 9, "file_name": "sub/b.jpg", "width": 640, "height": 480}]""";
    static final String CATEGORIES = """
            "categories": [{"id": 7, "name": "dog", "supercategory": "animal"}, {"id": 2, "name": "cat"}]""";
    static final String ANNOTATIONS = """
            "annotations": [
              {"id": 100, "image_id": 42, "category_id": 2, "bbox": [10, 20, 30, 40], "area": 500.5, "iscrowd": 0,
               "segmentation": [[10, 20, 40, 20, 40, 60]]},
              {"segmentation": {"counts": [1, 2, 3], "size": [480, 640]}, "id": 101, "image_id": 9, "category_id": 7,
               "bbox": [0, 0, 100, 100], "area": 9000, "iscrowd": 1},
              {"id": 102, "image_id": 42, "category_id": 7, "bbox": [1.5, 2.5, 3, 4], "area": 12, "iscrowd": 0}]""";

    private final Path file;

    private CocoFile(Path file) {
        this.file = file;
    }

    static CocoFile of(Path folder, String json) {
        try {
            return new CocoFile(Files.writeString(folder.resolve("instances.json"), json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sections in the order given. */
    static CocoFile ofSections(Path folder, String... sections) {
        return of(folder, "{" + String.join(",\n", sections) + "}");
    }

    /** With one annotation, its fields given. */
    static CocoFile withAnnotation(Path folder, String fields) {
        return ofSections(folder, IMAGES, CATEGORIES, "\"annotations\": [{" + fields + "}]");
    }

    AnnotationIndex read() {
        return read(CocoPolicy.defaults());
    }

    AnnotationIndex read(CocoPolicy policy) {
        return new CocoReader(policy).read(file, file.getParent());
    }
}
